"""Writes bias_corrected.json: BCa intervals of the AUC over patients, by scipy.stats.bootstrap.

    pip install numpy==2.4.6 scikit-learn==1.9.1 scipy==1.17.1
    python make_bias_corrected.py
"""

import json
import pathlib

import numpy as np
import scipy
from scipy.stats import bootstrap
from sklearn.metrics import average_precision_score, roc_auc_score

random = np.random.default_rng(20241125)


def case(patients, lesions, metric, confidence):
    habit = np.repeat(random.normal(size=patients), lesions)
    labels = (random.random(patients * lesions) < 0.15).astype(int)
    scores = habit + 1.1 * labels + random.normal(size=patients * lesions)
    rows = np.arange(patients * lesions).reshape(patients, lesions)

    def of(chosen):
        chosen = rows[np.asarray(chosen)].ravel()
        return metric(labels[chosen], scores[chosen])

    result = bootstrap((np.arange(patients),), of, vectorized=False, method="BCa", n_resamples=400,
                       confidence_level=confidence, rng=random)
    everybody = np.arange(patients)
    return {"labels": labels.tolist(), "scores": scores.tolist(), "patients": patients, "lesions": lesions,
            "metric": metric.__name__, "confidence": confidence, "value": float(of(everybody)),
            "left_out": [float(of(np.delete(everybody, patient))) for patient in everybody],
            "replicates": result.bootstrap_distribution.tolist(),
            "low": float(result.confidence_interval.low), "high": float(result.confidence_interval.high)}


if __name__ == "__main__":
    cases = [case(24, 12, roc_auc_score, 0.95), case(40, 8, average_precision_score, 0.9)]
    out = {"versions": {"numpy": np.__version__, "scipy": scipy.__version__}, "cases": cases}
    pathlib.Path(__file__).with_name("bias_corrected.json").write_text(json.dumps(out) + "\n")
