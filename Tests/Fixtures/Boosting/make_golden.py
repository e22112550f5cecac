"""Trains boosters with LightGBM in Python and stores what Cygnet's Boosting room must reproduce.

    python3 -m venv venv && venv/bin/pip install lightgbm==4.7.0 numpy==2.4.6
    venv/bin/python Tests/Fixtures/Boosting/make_golden.py

Writes golden.json (data, parameters, predictions, contributions) and golden_model.txt beside this script.
"""

import json
import pathlib

import lightgbm
import numpy

FOLDER = pathlib.Path(__file__).parent
ROWS = 400
SEED = 7

# BoosterConfiguration's defaults but for fewer rounds and smaller leaves; the same keys as its `parameters`.
PARAMETERS = {
    "objective": "binary",
    "metric": "none",
    "verbosity": 0,
    "deterministic": True,
    "force_row_wise": True,
    "feature_pre_filter": False,
    "num_threads": 1,
    "seed": SEED,
    "data_random_seed": SEED,
    "bagging_seed": SEED,
    "feature_fraction_seed": SEED,
    "learning_rate": 0.03231,
    "lambda_l1": 0.08759,
    "lambda_l2": 0.00397,
    "max_depth": 4,
    "num_leaves": 103,
    "feature_fraction": 0.8330,
    "feature_fraction_bynode": 0.4026,
    "bagging_fraction": 0.7739,
    "bagging_freq": 4,
    "min_data_in_leaf": 10,
    "scale_pos_weight": 2.7984,
    "max_bin": 255,
}
ROUNDS = 40
NAMES = ["area", "sex=male", "anatom_site_general=head/neck", "zeros", "missing", "constant", "hue"]
NAMES += ["location=torso", "location=leg", "location=arm", "location=head"]


def cohort():
    """Small numbers with every kind of column: smooth, binary, sparse, all missing, constant, partly missing, one-hot.

    LightGBM bundles the one-hot columns, which never are 1 together.
    """
    generator = numpy.random.Generator(numpy.random.PCG64(SEED))
    area = generator.normal(size=ROWS)
    male = generator.integers(0, 2, size=ROWS)
    head = (generator.uniform(size=ROWS) < 0.1).astype(float)
    zeros = numpy.where(generator.uniform(size=ROWS) < 0.8, 0.0, generator.normal(size=ROWS))
    missing = numpy.full(ROWS, numpy.nan)
    constant = numpy.full(ROWS, 3.5)
    hue = generator.normal(size=ROWS)
    score = area + 0.5 * male + 1.5 * head - 0.8 * hue + generator.normal(size=ROWS)
    hue = numpy.where(generator.uniform(size=ROWS) < 0.25, numpy.nan, hue)
    location = generator.integers(0, 12, size=ROWS)
    score = score + 1.2 * (location == 1)
    columns = [area, male, head, zeros, missing, constant, hue] + [location == place for place in range(4)]
    features = numpy.stack(columns, axis=1).astype(numpy.float32)
    return features, (score > 1.8).astype(int)


def text(values):
    """Floats with nine digits restore a float32 exactly; JSON has no NaN, so missing is null."""
    return [None if numpy.isnan(value) else float(f"{value:.9g}") for value in values]


def train(features, labels, binning_rows):
    parameters = PARAMETERS | {"bin_construct_sample_cnt": binning_rows}
    dataset = lightgbm.Dataset(features, labels, feature_name=NAMES, params=parameters)
    return lightgbm.train(parameters, dataset, num_boost_round=ROUNDS)


def main():
    features, labels = cohort()
    booster = train(features, labels, 50_000)
    sampled = train(features, labels, 150)
    golden = {
        "versions": {"lightgbm": lightgbm.__version__, "numpy": numpy.__version__},
        "seed": SEED,
        "rounds": ROUNDS,
        "names": NAMES,
        "columns": [text(column) for column in features.T],
        "labels": labels.tolist(),
        "raw": booster.predict(features, raw_score=True).tolist(),
        "probabilities": booster.predict(features)[:20].tolist(),
        "contributions": booster.predict(features, pred_contrib=True)[:20].ravel().tolist(),
        "sampledRaw": sampled.predict(features, raw_score=True)[:20].tolist(),
    }
    (FOLDER / "golden.json").write_text(json.dumps(golden) + "\n")
    (FOLDER / "golden_model.txt").write_text(booster.model_to_string())


if __name__ == "__main__":
    main()
