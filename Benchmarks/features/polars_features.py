"""CSV to the 200 base features to Parquet with polars: polars_features.py TRAIN_METADATA_CSV OUT_PARQUET [--defaults].

Writes as Cygnet does, neither compressed nor with statistics; `--defaults` leaves both as polars has them (zstd, statistics).
"""

import sys
import time

started = time.perf_counter()
import polars as pl  # noqa: E402
from columns import CATEGORIES, EPSILON, MISSING_LEVEL, RAW, engineered  # noqa: E402

marks = [("import", time.perf_counter() - started)]


def mark(name: str) -> None:
    marks.append((name, time.perf_counter() - started - sum(seconds for _, seconds in marks)))


source, target, *options = sys.argv[1:]
schema = {column: pl.Float64 for column in RAW} | {column: pl.String for column in ["isic_id", "patient_id", *CATEGORIES]}
lesions = pl.read_csv(source, columns=list(schema), schema_overrides=schema, null_values=["NA", ""])
mark("read")

features = lesions.with_columns(
    **engineered(pl.col, pl.Expr.sqrt, pl.Expr.log, pl.arctan2, pl.Expr.abs)
)
numbers = [column for column in features.columns if column not in schema or column in RAW]
features = features.with_columns(
    [
        ((pl.col(c) - pl.col(c).mean().over("patient_id")) / (pl.col(c).std().over("patient_id") + EPSILON)).alias(
            f"{c}_patient_norm"
        )
        for c in numbers
    ]
    + [pl.len().over("patient_id").alias("count_per_patient")]
)
indicators = []
for column in CATEGORIES:
    for level in sorted(lesions[column].drop_nulls().unique()):
        indicators.append((pl.col(column) == level).fill_null(False).alias(f"{column}={level}"))
    if column in MISSING_LEVEL:
        indicators.append(pl.col(column).is_null().alias(f"{column}=missing"))
features = features.with_columns(indicators)
made = [column for column in features.columns if column not in schema or column in RAW]
features = features.select("isic_id", *[pl.col(column).cast(pl.Float32) for column in made])
assert len(made) == 200, len(made)
mark("features")

features.write_parquet(target, **({} if "--defaults" in options else {"compression": "uncompressed", "statistics": False}))
mark("write")
print(" ".join(f"{name} {seconds:.3f}" for name, seconds in marks))
