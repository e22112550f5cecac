"""Makes the fixtures of the Tables tests.

    python3 -m venv venv && venv/bin/pip install pyarrow==26.0.1 pandas==3.1.1
    venv/bin/python make_fixtures.py
"""

import pathlib

import pyarrow as pa
import pyarrow.parquet as pq

HERE = pathlib.Path(__file__).parent

# One column of each type that other tools write, three rows, the second one missing where it may be.
COLUMNS = {
    "int8": pa.array([1, -2, 3], pa.int8()),
    "uint8": pa.array([1, 200, 3], pa.uint8()),
    "int32": pa.array([1, None, 3], pa.int32()),
    "uint64": pa.array([1, 2**40, 3], pa.uint64()),
    "float": pa.array([0.5, None, float("nan")], pa.float32()),
    "double": pa.array([0.1, None, -1e300], pa.float64()),
    "bool": pa.array([True, False, True]),
    "bool_missing": pa.array([True, None, False]),
    "string": pa.array(["a", None, ""]),
    "large_string": pa.array(["Clínic", None, "b"], pa.large_string()),
    "dictionary": pa.array(["x", None, "x"]).dictionary_encode(),
    "null": pa.nulls(3),
}

if __name__ == "__main__":
    # Two groups of rows, so that every column comes in two chunks.
    pq.write_table(pa.table(COLUMNS), HERE / "types.parquet", row_group_size=2, compression="zstd")
    table = pa.table({"isic_id": ["a"], "pair": [{"x": 1, "y": 2}], "list": [[1, 2]], "day": pa.array([0], pa.date32())})
    pq.write_table(table.select(["isic_id", "list"]), HERE / "list.parquet")
    pq.write_table(table.select(["isic_id", "pair"]), HERE / "nested.parquet")
    pq.write_table(table.select(["isic_id", "day"]), HERE / "date.parquet")
