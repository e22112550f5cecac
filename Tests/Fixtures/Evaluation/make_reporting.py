"""Writes reporting.json: what scikit-learn, statsmodels and published formulas say about small shared cases.

    pip install numpy==2.4.6 pandas==3.1.1 scikit-learn==1.9.1 statsmodels==0.15.0
    python make_reporting.py
"""

import itertools
import json
import pathlib

import numpy as np
import pandas as pd
import sklearn
import statsmodels
import statsmodels.api as sm
from sklearn.metrics import brier_score_loss
from statsmodels.stats.meta_analysis import combine_effects

random = np.random.default_rng(20241124)


def calibration(labels, probabilities):
    logits = np.log(probabilities) - np.log1p(-probabilities)
    fit = sm.Logit(labels, sm.add_constant(logits)).fit(disp=0, method="newton", tol=1e-14, maxiter=200)
    offset = sm.GLM(labels, np.ones((len(labels), 1)), family=sm.families.Binomial(), offset=logits).fit(tol=1e-14)
    brier = brier_score_loss(labels, probabilities)
    prevalence = labels.mean()
    return {"labels": labels.tolist(), "probabilities": probabilities.tolist(), "intercept": float(fit.params[0]),
            "slope": float(fit.params[1]), "in_the_large": float(offset.params[0]), "brier": float(brier),
            "scaled_brier": float(1 - brier / (prevalence * (1 - prevalence)))}


def calibration_cases():
    for rows, tilt, shift in ((300, 1.0, 0.0), (500, 0.5, -2.0), (400, 1.6, 1.0)):
        truth = random.normal(-1.5, 1.2, size=rows)
        labels = (random.random(rows) < 1 / (1 + np.exp(-truth))).astype(int)
        yield calibration(labels, 1 / (1 + np.exp(-(tilt * truth + shift))))


def net_benefit(labels, probabilities, threshold):
    flagged = probabilities >= threshold
    n = len(labels)
    return float((labels[flagged].sum() - (1 - labels[flagged]).sum() * threshold / (1 - threshold)) / n)


def decision_case():
    case = next(calibration_cases())
    labels, probabilities = np.array(case["labels"]), np.array(case["probabilities"])
    thresholds = [0.01, 0.05, 0.2, 0.5, 0.9]
    return {"labels": case["labels"], "probabilities": case["probabilities"], "thresholds": thresholds,
            "model": [net_benefit(labels, probabilities, t) for t in thresholds],
            "all": [net_benefit(labels, np.ones(len(labels)), t) for t in thresholds]}


def expected_share(scores, labels, length):
    """The mean share found in the list over every order of equal scores."""
    orders = [order for order in itertools.permutations(range(len(scores)))
              if all(scores[a] >= scores[b] for a, b in zip(order, order[1:]))]
    return np.mean([labels[list(order[:length])].sum() / labels.sum() for order in orders])


def retrieval_case():
    scores, labels, groups, shares = [], [], [], []
    for group in range(7):
        size = int(random.integers(2, 8))
        own = np.round(random.random(size), 1)
        truth = (random.random(size) < 0.4).astype(int)
        if truth.sum():
            shares.append(expected_share(own, truth, 3))
        scores += own.tolist()
        labels += truth.tolist()
        groups += [group] * size
    return {"scores": scores, "labels": labels, "groups": groups, "length": 3, "mean_share": float(np.mean(shares)),
            "patients": len(shares)}


def heterogeneity_cases():
    for effects, errors in (([0.8, 0.7, 0.9], [0.02, 0.03, 0.05]), ([0.5, 0.52], [0.1, 0.1])):
        combined = combine_effects(np.array(effects), np.array(errors) ** 2)
        q = combined.q
        yield {"estimates": effects, "errors": errors, "q": float(q), "p": float(combined.test_homogeneity().pvalue),
               "i2": float(max(0, combined.i2))}


def screening_cases():
    for tp, fp, positives, negatives, prevalence in ((80, 500, 100, 10000, 0.001), (9, 3, 10, 20, None), (99, 9000, 100, 9900, 0.02)):
        se, sp = tp / positives, 1 - fp / negatives
        p = positives / (positives + negatives) if prevalence is None else prevalence
        ppv = se * p / (se * p + (1 - sp) * (1 - p))
        npv = sp * (1 - p) / (sp * (1 - p) + (1 - se) * p)
        yield {"tp": tp, "fp": fp, "positives": positives, "negatives": negatives, "prevalence": prevalence, "ppv": ppv,
               "npv": npv, "flags": 1000 * (se * p + (1 - sp) * (1 - p)), "nne": 1 / ppv, "lr+": se / (1 - sp),
               "lr-": (1 - se) / sp}


cases = {
    "versions": {"numpy": np.__version__, "pandas": pd.__version__, "scikit-learn": sklearn.__version__,
                 "statsmodels": statsmodels.__version__},
    "calibration": list(calibration_cases()), "decision": decision_case(), "retrieval": retrieval_case(),
    "heterogeneity": list(heterogeneity_cases()), "screening": list(screening_cases()),
}
pathlib.Path(__file__).with_name("reporting.json").write_text(json.dumps(cases) + "\n")
