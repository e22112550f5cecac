"""Makes metrics.json: reference values of the ranking metrics from scikit-learn.

    pip install numpy==2.4.6 scikit-learn==1.9.1
    python make_metrics.py > metrics.json
"""

import json

import numpy as np
from sklearn.metrics import average_precision_score, roc_auc_score, roc_curve


def partial_auc(labels, scores, rate):
    """The area of the ROC above a true positive rate: classes and scores flipped, cut at the false positive rate."""
    false_positive_rate, true_positive_rate, _ = roc_curve(1 - labels, -scores, drop_intermediate=False)
    largest = abs(1 - rate)
    stop = np.searchsorted(false_positive_rate, largest, "right")
    last = np.interp(largest, false_positive_rate[stop - 1 : stop + 1], true_positive_rate[stop - 1 : stop + 1])
    return np.trapezoid(np.append(true_positive_rate[:stop], last), np.append(false_positive_rate[:stop], largest))


def case(name, labels, scores):
    labels, scores = np.asarray(labels), np.asarray(scores, dtype=float)
    false_positive_rate, true_positive_rate, thresholds = roc_curve(labels, scores, drop_intermediate=False)
    return {
        "name": name,
        "labels": labels.tolist(),
        "scores": scores.tolist(),
        "auc": roc_auc_score(labels, scores),
        "average_precision": average_precision_score(labels, scores),
        "partial_auc": {str(rate): partial_auc(labels, scores, rate) for rate in (0.5, 0.8, 0.88)},
        # Without the point at infinity that scikit-learn puts first.
        "thresholds": thresholds[1:].tolist(),
        "true_positive_rate": true_positive_rate[1:].tolist(),
        "false_positive_rate": false_positive_rate[1:].tolist(),
    }


random = np.random.default_rng(2024)


def drawn(count, positives, shift):
    labels = np.zeros(count, dtype=int)
    labels[random.choice(count, positives, replace=False)] = 1
    return labels, random.normal(size=count) + shift * labels


labels, scores = drawn(120, 31, 1.2)
rare_labels, rare_scores = drawn(600, 7, 1.5)
cases = [
    case("distinct scores", labels, scores),
    case("many ties", labels, np.round(scores)),
    case("one score", labels, np.ones(120)),
    case("rare", rare_labels, np.round(rare_scores, 3)),
    case("mostly malignant", 1 - rare_labels, -np.round(rare_scores, 1)),
    case("logits outside 0...1", [1, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0, 0], [9, -3, 2, 4, -8, -5, 0.5, 0.4, 1.5, 3, -9, 6]),
    case("scores too small for 1 - p", [1, 1, 0, 1, 0, 0, 1, 0, 1, 0], [k * 1e-300 for k in (9, 8, 7, 6, 5, 4, 3, 2.5, 2, 1)]),
]
print(json.dumps({"cases": cases}))
