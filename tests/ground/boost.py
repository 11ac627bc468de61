"""Boosted trees learned by LightGBM, as the table that `imr_desktop.extract.requests.boosted` reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import lightgbm
import numpy

from imr_desktop.extract.requests.boosted import UNIT, UNKNOWN

ROUNDS = 600
SETTINGS = {
    "objective": "binary",
    "learning_rate": 0.03,
    "num_leaves": 6,
    "min_data_in_leaf": 20,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "use_missing": False,
    "boost_from_average": False,
    "deterministic": True,
    "num_threads": 2,
    "seed": 1,
    "verbose": -1,
}


def boosted(examples: Sequence[tuple[Mapping[str, float], bool]]) -> str:
    """The table of trees that tell which examples are true by their figures."""
    names = sorted({name for figures, _ in examples for name in figures})
    figures = numpy.array([[row.get(name, UNKNOWN) for name in names] for row, _ in examples])
    true = numpy.array([told for _, told in examples], dtype=int)
    model = lightgbm.train(SETTINGS, lightgbm.Dataset(figures, true), ROUNDS)
    trees = [" ".join(_written(tree["tree_structure"])) for tree in model.dump_model()["tree_info"]]
    return "\n".join(["\t".join(names), *trees]) + "\n"


def _written(node: dict[str, Any]) -> Iterator[str]:
    if "leaf_value" in node:
        yield str(round(node["leaf_value"] * UNIT))
        return
    yield f"{node['split_feature']}:{node['threshold']:.4g}"
    yield from _written(node["left_child"])
    yield from _written(node["right_child"])
