"""Writes statistics.json: what SciPy, statsmodels and pandas say about small shared cases.

    pip install numpy==2.4.6 scipy==1.17.1 pandas==3.1.1 statsmodels==0.15.0
    python make_statistics.py

The clustered variance of the AUC is Obuchowski's (Biometrics 53, 1997), written here from its formula by comparing every
malignant with every benign row; nothing is shared with the program's way of computing it.
"""

import json
import pathlib

import numpy as np
import pandas as pd
import scipy
import statsmodels
from scipy import stats
from scipy.cluster import hierarchy
from scipy.spatial.distance import squareform
from statsmodels.stats.proportion import proportion_confint

random = np.random.default_rng(20241123)


def clustered_auc(values, labels, groups):
    malignant, benign = values[labels == 1], values[labels == 0]
    wins = (malignant[:, None] > benign[None, :]) + 0.5 * (malignant[:, None] == benign[None, :])
    auc = wins.mean()
    of_malignant, of_benign = wins.mean(axis=1) - auc, wins.mean(axis=0) - auc
    groups_malignant, groups_benign = groups[labels == 1], groups[labels == 0]
    every = np.unique(groups)
    first = np.array([of_malignant[groups_malignant == group].sum() for group in every])
    second = np.array([of_benign[groups_benign == group].sum() for group in every])
    m, n = len(malignant), len(benign)
    i10, i01, i = len(np.unique(groups_malignant)), len(np.unique(groups_benign)), len(every)
    variance = (i10 / (i10 - 1) * (first**2).sum() / m**2 + i01 / (i01 - 1) * (second**2).sum() / n**2
                + 2 * i / (i - 1) * (first * second).sum() / (m * n))
    half = stats.norm.ppf(0.975) * np.sqrt(max(0, variance))
    return [float(auc), float(max(0, auc - half)), float(min(1, auc + half))]


def auc_cases():
    for rows, patients, rounded in ((40, 8, False), (200, 25, True), (60, 60, False)):
        groups = np.arange(rows) % patients
        labels = (random.random(rows) < 0.3).astype(int)
        effect = random.normal(size=patients)[groups]
        values = random.normal(size=rows) + 0.8 * labels + 0.5 * effect
        if rounded:
            values = np.round(values, 1)
        yield {"values": values.tolist(), "labels": labels.tolist(), "groups": groups.tolist(),
               "expected": clustered_auc(values, labels, groups)}


def correlation_case():
    base = random.normal(size=(50, 6))
    base[:, 3] = base[:, 0] + 0.1 * base[:, 3]
    base[:, 4] = -base[:, 1] + 0.5 * base[:, 4]
    base = np.round(base, 1)
    frame = pd.DataFrame(base)
    frame.iloc[::7, 2] = np.nan
    matrix = frame.corr(method="spearman").to_numpy()
    distances = 1 - np.abs(matrix)
    np.fill_diagonal(distances, 0)
    linkage = hierarchy.linkage(squareform(distances, checks=False), "average")
    return {"columns": [[None if np.isnan(value) else value for value in frame[name]] for name in frame],
            "spearman": matrix.tolist(), "distances": distances.tolist(),
            "leaves": hierarchy.leaves_list(linkage).tolist()}


def kolmogorov_smirnov_cases():
    for shift, size in ((0.0, 80), (0.4, 60), (2.0, 30)):
        first, second = np.round(random.normal(size=50), 2), np.round(random.normal(shift, size=size), 2)
        statistic = float(stats.ks_2samp(first, second).statistic)
        scale = np.sqrt(50 * size / (50 + size))
        yield {"first": first.tolist(), "second": second.tolist(), "statistic": statistic,
               "p": float(stats.kstwobign.sf(scale * statistic))}


def chi_square_cases():
    for counts in ([[900, 10], [400, 15]], [[30, 5, 2], [10, 20, 4], [7, 7, 7]], [[5, 0], [0, 6]]):
        result = stats.chi2_contingency(counts, correction=False)
        yield {"counts": counts, "statistic": float(result.statistic), "p": float(result.pvalue),
               "freedom": int(result.dof), "v": float(stats.contingency.association(counts, "cramer"))}


cases = {
    "versions": {"numpy": np.__version__, "scipy": scipy.__version__, "pandas": pd.__version__,
                 "statsmodels": statsmodels.__version__},
    "auc": list(auc_cases()),
    "correlation": correlation_case(),
    "kolmogorov_smirnov": list(kolmogorov_smirnov_cases()),
    "kolmogorov_tail": [[x, float(stats.kstwobign.sf(x))] for x in (0.2, 0.5, 1.0, 1.17, 1.19, 1.5, 3.0)],
    "chi_square": list(chi_square_cases()),
    "chi_square_tail": [[x, k, float(stats.chi2.sf(x, k))] for x, k in ((0.1, 1), (3.84, 1), (50.0, 10), (5.0, 30), (400.0, 20))],
    "wilson": [[k, n, *map(float, proportion_confint(k, n, method="wilson"))]
               for k, n in ((0, 10), (1, 1000), (393, 401059), (7, 9), (10, 10))],
}
path = pathlib.Path(__file__).with_name("statistics.json")
path.write_text(json.dumps(cases) + "\n")
