"""Checks that a booster written by Cygnet loads in Python's LightGBM and predicts the same.

    venv/bin/python Tests/Fixtures/Boosting/check_model.py MODEL.txt PREDICTIONS.json

PREDICTIONS.json holds `names`, `columns` (null is missing), `raw` and `contributions` (row-major) as Cygnet computed
them; `Tests/BoostingTests` writes both files into the folder named by CYGNET_KEEP_MODEL. Needs lightgbm==4.7.0.
"""

import json
import sys

import lightgbm
import numpy


def main():
    model, predictions = sys.argv[1:3]
    booster = lightgbm.Booster(model_file=model)
    given = json.load(open(predictions))
    columns = [[numpy.nan if value is None else value for value in column] for column in given["columns"]]
    features = numpy.array(columns, dtype=numpy.float32).T
    assert booster.feature_name() == given["names"], "the feature names differ"
    raw = numpy.abs(booster.predict(features, raw_score=True) - given["raw"]).max()
    contributions = booster.predict(features, pred_contrib=True).ravel()
    moved = numpy.abs(contributions - given["contributions"]).max()
    print(f"{booster.num_trees()} trees, {len(features)} rows: raw scores differ by {raw:g}, contributions by {moved:g}")
    sys.exit(0 if raw == 0 and moved < 1e-12 else 1)


if __name__ == "__main__":
    main()
