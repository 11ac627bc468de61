"""Whatever is pressed, and whatever is typed between: no fault, no lost word, no letter or decision from nowhere.

In the suite one seed; as many acts as `IMR_ACTS` says, in seeds of 500 each, where packaging/random_use.sh sets it.
"""

import os

import pytest
from random_use import RandomUse

ACTS = int(os.environ.get("IMR_ACTS", "200"))
SEEDS = max(ACTS // 500, 1)
FIRST = int(os.environ.get("IMR_SEED", "1"))


@pytest.mark.parametrize("seed", range(FIRST, FIRST + SEEDS))
def test_random_use(sample, hands, faults, front, tmp_path, monkeypatch, seed):
    monkeypatch.chdir(tmp_path)
    front(sample)
    for controller in sample.controllers:
        controller.failed.connect(faults.said)
    made = RandomUse(sample, hands, faults, seed)
    made.run(min(ACTS, 500))
    assert not made.wrong, "\n".join(made.wrong)
    assert made.typed > 80
