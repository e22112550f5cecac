"""Makes generated embeddings of a cohort: Parquet files as `cygnet embed` writes them, for trainings at full width.

    venv/bin/python make_embeddings.py METADATA.csv FOLDER 768 640

Writes FOLDER/generated768.parquet and so on: isic_id, e0, e1, ... Numbers are drawn, with a weak signal in the first
column; only their amount matters. A column is drawn at a time, so memory stays small.
"""

import pathlib
import sys

import numpy
import pyarrow
import pyarrow.csv
import pyarrow.parquet


def main():
    metadata, folder, widths = sys.argv[1], pathlib.Path(sys.argv[2]), [int(width) for width in sys.argv[3:]]
    columns = ["isic_id", "target"]
    table = pyarrow.csv.read_csv(metadata, convert_options=pyarrow.csv.ConvertOptions(include_columns=columns))
    labels = table["target"].to_numpy()
    folder.mkdir(parents=True, exist_ok=True)
    for width in widths:
        names = [f"e{index}" for index in range(width)]
        schema = pyarrow.schema([("isic_id", pyarrow.string())] + [(name, pyarrow.float32()) for name in names])
        path = folder / f"generated{width}.parquet"
        generator = numpy.random.Generator(numpy.random.PCG64(width))
        with pyarrow.parquet.ParquetWriter(path, schema, use_dictionary=False, compression="none") as writer:
            for start in range(0, len(labels), 32_768):
                part = slice(start, start + 32_768)
                values = generator.standard_normal((len(labels[part]), width), dtype=numpy.float32)
                values[:, 0] += labels[part]
                arrays = [table["isic_id"].slice(start, 32_768).combine_chunks()]
                arrays += [pyarrow.array(values[:, index]) for index in range(width)]
                writer.write_table(pyarrow.Table.from_arrays(arrays, schema=schema))
        print(path)


if __name__ == "__main__":
    main()
