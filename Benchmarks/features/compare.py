"""Times CSV to features to Parquet: Cygnet, polars (writing as Cygnet does, and by its defaults) and pandas in turn, whole
processes. Cygnet makes and writes one column after the other, so it runs once more without a file: that time of its features is
compared with the others'. There every column is let go once it is made; polars and pandas keep theirs in memory.

    cygnet synthesize big --lesions 401059 --patients 1042 --malignant 393 --images none
    python3 Benchmarks/features/compare.py big --cygnet .build/release/cygnet [--rounds 5] [--venv FOLDER]

Makes a Python environment with the pinned versions of requirements.txt where the folder holds none. Prints for each the
median seconds of the whole process, the largest resident memory, the median seconds of the features alone, the ratios of the
medians, and what the last round says about its parts.
"""

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent


def environment(folder: Path) -> Path:
    """The Python of an environment with the pinned versions."""
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "-r", HERE / "requirements.txt"], check=True)
    return python


def timed(command: list[str]) -> tuple[float, int, str]:
    """Seconds, peak resident MiB, and the line where the command says how long its parts took."""
    with tempfile.TemporaryFile() as output:
        os.sync()  # What others left to be written must not slow this one down.
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        output.seek(0)
        text = output.read().decode().strip()
        if status != 0:
            sys.exit(f"{command[0]} failed:\n{text}")
        parts = [line for line in text.splitlines() if "features " in line]
        return seconds, usage.ru_maxrss // 1024, parts[-1] if parts else ""


def features_alone(parts: list[str]) -> float | None:
    """The median seconds of the features, where they are not made while others are written."""
    found = [match for line in parts if (match := re.search(r"features ([0-9.]+)", line))]
    return statistics.median(float(match[1]) for match in found) if found else None


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("--cygnet", required=True)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--venv", type=Path, default=Path(tempfile.gettempdir()) / "cygnet-benchmark-features")
    arguments = parser.parse_args()
    python = str(environment(arguments.venv))
    csv = str(arguments.data / "train-metadata.csv")
    with tempfile.TemporaryDirectory() as folder:
        out = f"{folder}/features.parquet"
        commands = {
            "cygnet": [arguments.cygnet, "features", str(arguments.data), "--out", out],
            "cygnet-no-file": [arguments.cygnet, "features", str(arguments.data)],
            "polars": [python, str(HERE / "polars_features.py"), csv, out],
            "polars-defaults": [python, str(HERE / "polars_features.py"), csv, out, "--defaults"],
            "pandas": [python, str(HERE / "pandas_features.py"), csv, out],
        }
        runs: dict[str, list[tuple[float, int, str]]] = {name: [] for name in commands}
        for _ in range(arguments.rounds):
            for name, command in commands.items():
                runs[name].append(timed(command))
    whole = {name: statistics.median(seconds for seconds, _, _ in found) for name, found in runs.items()}
    alone = {name: features_alone([parts for _, _, parts in found]) for name, found in runs.items()}
    for name, found in runs.items():
        memory = max(peak for _, peak, _ in found)
        text = f"{name:15} {whole[name]:6.3f} s {whole[name] / whole['cygnet']:5.2f} x cygnet  {memory:5} MiB"
        if alone[name]:
            text += f"  features {alone[name]:6.3f} s {alone[name] / alone['cygnet-no-file']:5.2f} x cygnet"
        print(f"{text}  last: {found[-1][2]}")


if __name__ == "__main__":
    main()
