"""The stack's boosters in Python: the same parameters, under-sampling, folds and threads, with LightGBM's own package.

    python3 -m venv venv && venv/bin/pip install lightgbm==4.7.0 numpy==2.4.6 pyarrow==26.0.1
    venv/bin/python peer.py FEATURES.parquet METADATA.csv FOLDS.csv [--threads 2] [--bags 5]

One dataset is binned over all lesions and every bag takes its rows from it (Dataset.subset), which is the fastest way that
Python offers. Reading files is not timed. Prints one line of JSON.
"""

import argparse
import json
import time

import lightgbm
import numpy
import pyarrow.csv
import pyarrow.parquet

BASE = {
    "objective": "binary", "metric": "none", "verbosity": -1, "deterministic": True, "force_row_wise": True,
    "feature_pre_filter": False, "learning_rate": 0.03231, "lambda_l1": 0.08759, "lambda_l2": 0.00397, "max_depth": 4,
    "num_leaves": 103, "feature_fraction": 0.8330, "feature_fraction_bynode": 0.4026, "bagging_fraction": 0.7739,
    "bagging_freq": 4, "scale_pos_weight": 2.7984, "max_bin": 255, "bin_construct_sample_cnt": 50_000,
}  # fmt: skip
ROUNDS, LEAF, PUBLISHED_POSITIVES = 200, 85, 960


def bag_positions(labels, rows, generator):
    """Repeated positives and 100 times as many negatives, ascending."""
    positives, negatives = rows[labels[rows] == 1], rows[labels[rows] == 0]
    copies = max(1, round(0.003 * len(negatives) / len(positives)))
    wanted = min(len(negatives), copies * len(positives) * 100)
    drawn = generator.permutation(len(negatives))[:wanted]
    return numpy.sort(numpy.concatenate([numpy.repeat(positives, copies), negatives[drawn]]))


def partial_auc(labels, scores):
    """The area of the ROC above a true positive rate of 0.80."""
    order = numpy.argsort(-scores, kind="stable")
    hits = numpy.cumsum(labels[order]) / labels.sum()
    return float(numpy.maximum(0, hits - 0.8)[labels[order] == 0].sum() / (labels == 0).sum())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--bags", type=int, default=5)
    options = parser.parse_args()
    table = pyarrow.parquet.read_table(options.files[0]).drop_columns(["isic_id"])
    matrix = numpy.empty((table.num_rows, table.num_columns), dtype=numpy.float32)
    for index, column in enumerate(table.columns):
        matrix[:, index] = column.to_numpy()
    labels = pyarrow.csv.read_csv(
        options.files[1], convert_options=pyarrow.csv.ConvertOptions(include_columns=["target"])
    )["target"].to_numpy()
    folds = pyarrow.csv.read_csv(options.files[2])["fold"].to_numpy()
    base = BASE | {"num_threads": options.threads}

    started = time.perf_counter()
    whole = lightgbm.Dataset(matrix, labels, params=base, free_raw_data=False).construct()
    binned = time.perf_counter()
    scores = numpy.zeros(len(labels))
    training, scoring = 0.0, 0.0
    for fold in range(folds.max() + 1):
        rows, held = numpy.flatnonzero(folds != fold), numpy.flatnonzero(folds == fold)
        for bag in range(options.bags):
            begun = time.perf_counter()
            seed = 1_000 * fold + bag
            positions = bag_positions(labels, rows, numpy.random.Generator(numpy.random.PCG64(seed)))
            positives = int(labels[positions].sum())
            leaf = min(LEAF, max(10, (LEAF * positives + PUBLISHED_POSITIVES // 2) // PUBLISHED_POSITIVES))
            parameters = base | {"min_data_in_leaf": leaf, "seed": seed, "bagging_seed": seed}
            booster = lightgbm.train(parameters, whole.subset(positions), num_boost_round=ROUNDS)
            trained = time.perf_counter()
            scores[held] += booster.predict(matrix[held], raw_score=True, num_threads=options.threads) / options.bags
            training += trained - begun
            scoring += time.perf_counter() - trained
    print(
        json.dumps(
            {
                "seconds": round(time.perf_counter() - started, 1),
                "binning": round(binned - started, 1),
                "training": round(training, 1),
                "scoring": round(scoring, 1),
                "pauc_80tpr": round(partial_auc(labels, scores), 4),
            }
        )
    )


if __name__ == "__main__":
    main()
