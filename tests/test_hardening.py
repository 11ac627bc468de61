"""The program leaves no core dump and no file that others could read."""

import resource
import stat
import subprocess
import sys
import textwrap


def test_a_command_leaves_private_files_and_no_core(tmp_path):
    code = textwrap.dedent("""
        import os, resource, sys
        resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)
        from imr_desktop.cli import main
        assert main(["schema"]) == 0
        open("made", "w").close()
        print(resource.getrlimit(resource.RLIMIT_CORE)[0], file=sys.stderr)
        os.abort()
    """)
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    assert done.returncode < 0
    assert done.stderr.startswith("0\n"), done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["made"]
    assert stat.S_IMODE((tmp_path / "made").stat().st_mode) == 0o600


def test_it_may_be_called_twice():
    from imr_desktop.hardening import harden

    harden()
    harden()
    assert resource.getrlimit(resource.RLIMIT_CORE)[0] == 0
