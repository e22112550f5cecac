"""Principal components and patient-relative scores from numpy and pandas, for the tests of the Stacking room.

    python3 -m venv venv && venv/bin/pip install numpy==2.4.6 pandas==3.1.1
    venv/bin/python Tests/Fixtures/Stacking/make_golden.py

Writes golden.json beside this script.
"""

import json
import pathlib

import numpy
import pandas

ROWS, WIDTH, COMPONENTS = 160, 24, 5


def principal_components(generator):
    """Columns with a few strong directions; the largest entry of each component is positive."""
    mixing = generator.normal(size=(WIDTH, WIDTH)) * numpy.linspace(3, 0.2, WIDTH)
    columns = (generator.normal(size=(ROWS, WIDTH)) @ mixing.T + generator.normal(size=WIDTH)).astype(numpy.float32)
    centred = columns.astype(float) - columns.astype(float).mean(axis=0)
    _, vectors = numpy.linalg.eigh(centred.T @ centred)
    components = vectors[:, ::-1][:, :COMPONENTS].T
    largest = components[numpy.arange(COMPONENTS), numpy.abs(components).argmax(axis=1)]
    components = components * numpy.sign(largest)[:, None]
    return {"columns": columns.T.tolist(), "projected": (centred @ components.T).T.tolist()}


def patient_relative(generator):
    """Logits of patients with one to six lesions, some tied, some missing; pandas' ranks and sample deviations."""
    patients = numpy.repeat(numpy.arange(9), [1, 2, 3, 6, 4, 1, 5, 3, 2])
    logits = generator.normal(size=len(patients)).round(1).astype(numpy.float32)
    logits[[4, 20]] = numpy.nan
    order = generator.permutation(len(patients))
    frame = pandas.DataFrame({"patient": patients[order], "logit": logits[order].astype(float)})
    grouped = frame.groupby("patient")["logit"]
    several = grouped.transform("count") > 1
    frame["rank"] = grouped.rank(pct=True).where(several)
    difference = (frame["logit"] - grouped.transform("mean")).where(several)
    frame["norm"] = difference / (grouped.transform("std") + 1e-5)
    frame["difference"] = difference
    frame["probability"] = 1 / (1 + numpy.exp(-frame["logit"]))
    probabilities = frame.groupby("patient")["probability"]
    frame["ratio"] = (frame["probability"] / probabilities.transform("mean")).where(several)
    columns = {name: [None if pandas.isna(value) else value for value in frame[name]] for name in frame.columns[1:]}
    return {"patients": [f"P{patient}" for patient in frame["patient"]]} | columns


def main():
    generator = numpy.random.Generator(numpy.random.PCG64(3))
    golden = {
        "versions": {"numpy": numpy.__version__, "pandas": pandas.__version__},
        "principalComponents": principal_components(generator),
        "patientRelative": patient_relative(generator),
    }
    (pathlib.Path(__file__).parent / "golden.json").write_text(json.dumps(golden) + "\n")


if __name__ == "__main__":
    main()
