"""The services: cheap to make, each made once, and closed without being made."""

import subprocess
import sys
import threading

from imr_desktop.review import Services


def test_making_them_imports_nothing_of_the_rooms_below():
    code = (
        "import sys; from pathlib import Path; from imr_desktop.paths import Home; from imr_desktop.review import Services\n"
        "with Services(Home(Path('nowhere'))): pass\n"
        "print(sorted({name.split('.')[1] for name in sys.modules if name.startswith('imr_desktop.')}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['paths', 'review']"


def test_threads_that_ask_at_once_get_the_same_service(home):
    services, barrier, got = Services(home), threading.Barrier(4), []

    def ask():
        barrier.wait()
        got.append(services.cases)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(one) for one in got}) == 1


def test_what_is_remembered_goes_with_the_lock_while_the_vault_stays_shut(home):
    with Services(home) as services:
        services.vault.create("correct horse battery")
        assert services.vault.if_open is not None
        services.lock()
        assert services.vault.if_open is None
        services.forget_cases()
        assert services.cases.others(services.intake.take_in(None, [], keep=False).case).items == ()
        assert services.vault.if_open is None, "nothing that looks opens it again"
