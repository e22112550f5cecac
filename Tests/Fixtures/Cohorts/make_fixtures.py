"""Makes the fixtures of the Cohorts tests.

    python3 -m venv venv && venv/bin/pip install h5py==3.16.0 numpy==2.4.6 scikit-learn==1.9.1
    venv/bin/python make_fixtures.py
"""

import json
import pathlib

import h5py
import numpy as np
from sklearn.model_selection import StratifiedGroupKFold

HERE = pathlib.Path(__file__).parent


def folds_of(labels, groups, splits):
    folds = np.empty(len(labels), dtype=int)
    split = StratifiedGroupKFold(n_splits=splits)
    for fold, (_, held_out) in enumerate(split.split(np.zeros(len(labels)), labels, groups)):
        folds[held_out] = fold
    return folds.tolist()


def case(name, labels, groups, splits):
    labels, groups = list(map(int, labels)), list(map(str, groups))
    folds = folds_of(np.array(labels), np.array(groups), splits)
    return dict(name=name, splits=splits, labels=labels, groups=groups, folds=folds)


def fold_cases():
    random = np.random.default_rng(20240906)
    letters = ["Ä", "a", "Z", "é", "b", "10", "9", "Ω", "𝛼", "ﬀ"]
    sizes = np.repeat(np.arange(40), random.integers(1, 12, 40))
    return [
        case("equal groups", np.tile([0, 0, 1], 12), np.repeat(np.arange(12), 3), 4),
        case("every row its own group", random.random(90) < 0.2, [f"ISIC_{n:07d}" for n in random.permutation(90)], 5),
        case("names beyond ASCII", np.tile([0, 1, 0, 0], 10), np.repeat(letters, 4), 3),
        case("three classes", random.integers(0, 3, len(sizes)), [f"g{n}" for n in sizes], 5),
        case("a class in two groups", [1, 0, 0, 1, 0, 0, 0, 0], ["a", "a", "b", "c", "d", "e", "f", "g"], 5),
        case("as many groups as folds", [0, 1, 0, 0, 0, 1], ["p", "q", "r", "s", "p", "p"], 4),
    ]


def crops():
    """One file with each layout that is read, and some that are not."""
    jpeg = bytes([0xFF, 0xD8, 0x00, 0x01, 0x00, 0xFF, 0xD9])
    with h5py.File(HERE / "layouts.hdf5", "w") as file:
        file["string"] = np.bytes_(jpeg)
        file["opaque"] = np.void(jpeg)
        file["list"] = np.frombuffer(jpeg, dtype=np.uint8)
        file.create_dataset("gzip", data=np.frombuffer(jpeg, dtype=np.uint8), compression="gzip")
        file["number"] = 3.5
        file["text"] = "variable"
        file["matrix"] = np.zeros((2, 2), dtype=np.float32)
        file.create_group("group")


if __name__ == "__main__":
    (HERE / "stratified_group_k_fold.json").write_text(json.dumps(fold_cases(), ensure_ascii=False))
    crops()
