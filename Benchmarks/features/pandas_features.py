"""CSV to the 200 base features to Parquet with pandas: pandas_features.py TRAIN_METADATA_CSV OUT_PARQUET."""

import sys
import time

started = time.perf_counter()
import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
from columns import CATEGORIES, EPSILON, MISSING_LEVEL, RAW, engineered  # noqa: E402

marks = [("import", time.perf_counter() - started)]


def mark(name: str) -> None:
    marks.append((name, time.perf_counter() - started - sum(seconds for _, seconds in marks)))


source, target = sys.argv[1:]
types = {column: np.float64 for column in RAW} | {column: "category" for column in [*CATEGORIES, "patient_id"]}
lesions = pd.read_csv(source, usecols=["isic_id", *types], dtype=types, engine="pyarrow")
mark("read")

numbers = lesions[RAW]
with np.errstate(all="ignore"):
    new = engineered(numbers.__getitem__, np.sqrt, np.log, np.arctan2, np.abs)
    numbers = pd.concat([numbers, pd.DataFrame(new)], axis=1)
    groups = numbers.groupby(lesions["patient_id"], observed=True)
    relative = (numbers - groups.transform("mean")) / (groups.transform("std") + EPSILON)
    count = lesions.groupby("patient_id", observed=True)["isic_id"].transform("size").rename("count_per_patient")
    indicators = {}
    for column in CATEGORIES:
        for level in sorted(lesions[column].cat.categories):
            indicators[f"{column}={level}"] = (lesions[column] == level).astype(np.float32)
        if column in MISSING_LEVEL:
            indicators[f"{column}=missing"] = lesions[column].isna().astype(np.float32)
    parts = [numbers, relative.add_suffix("_patient_norm"), count, pd.DataFrame(indicators)]
    features = pd.concat([part.astype(np.float32) for part in parts], axis=1)
assert features.shape[1] == 200, features.shape
features.insert(0, "isic_id", lesions["isic_id"])
mark("features")

features.to_parquet(target, index=False, compression=None, use_dictionary=False, write_statistics=False)
mark("write")
print(" ".join(f"{name} {seconds:.3f}" for name, seconds in marks))
