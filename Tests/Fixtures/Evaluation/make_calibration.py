"""Makes calibration.json: reference values of Platt's calibration.

    pip install numpy==2.4.6 scikit-learn==1.9.1 statsmodels==0.15.0
    python make_calibration.py > calibration.json

`slope` and `intercept` come from statsmodels (Newton's method on Platt's smoothed targets, to the last digits);
`sklearn_slope` and `sklearn_intercept` from scikit-learn's sigmoid calibration, which stops earlier.
"""

import json

import numpy as np
import statsmodels.api as sm
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.calibration import CalibratedClassifierCV
from sklearn.frozen import FrozenEstimator


class Identity(ClassifierMixin, BaseEstimator):
    """A classifier whose decision value is its only feature."""

    def fit(self, rows, labels):
        self.classes_ = np.array([0, 1])
        self.is_fitted_ = True
        return self

    def decision_function(self, rows):
        return np.asarray(rows)[:, 0]

    def predict(self, rows):
        return (self.decision_function(rows) > 0).astype(int)


def case(name, labels, scores):
    labels, scores = np.asarray(labels), np.asarray(scores, dtype=float)
    positives, negatives = labels.sum(), (1 - labels).sum()
    targets = np.where(labels == 1, (positives + 1) / (positives + 2), 1 / (negatives + 2))
    fit = sm.GLM(targets, sm.add_constant(scores), family=sm.families.Binomial()).fit(tol=1e-14, maxiter=200)
    calibrated = CalibratedClassifierCV(FrozenEstimator(Identity().fit(None, None)), method="sigmoid", ensemble=False)
    calibrated.fit(scores[:, None], labels)
    sigmoid = calibrated.calibrated_classifiers_[0].calibrators[0]
    grid = np.linspace(scores.min() - 1, scores.max() + 1, 9)
    return {
        "name": name,
        "labels": labels.tolist(),
        "scores": scores.tolist(),
        "intercept": fit.params[0],
        "slope": fit.params[1],
        "sklearn_intercept": -sigmoid.b_,
        "sklearn_slope": -sigmoid.a_,
        "grid": grid.tolist(),
        "probabilities": fit.predict(sm.add_constant(grid)).tolist(),
    }


random = np.random.default_rng(7)


def drawn(count, positives, shift):
    labels = np.zeros(count, dtype=int)
    labels[random.choice(count, positives, replace=False)] = 1
    return labels, np.round(random.normal(size=count) + shift * labels, 6)


labels, scores = drawn(200, 60, 1.3)
rare_labels, rare_scores = drawn(700, 9, 2.0)
cases = [
    case("balanced", labels, scores),
    case("rare", rare_labels, rare_scores),
    case("separable", [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1], [-3, -2, -1.5, -1, -0.75, -0.5, 1, 1.25, 2, 3, 4]),
    case("large scores", labels, 1000 * scores + 5000),
]
print(json.dumps({"cases": cases}))
