"""Peak memory of `cygnet embed` as the number of crops grows.

    script/build
    python Benchmarks/embedding/memory.py [DATA [BACKBONE WEIGHTS SIZE]]

Embeds the first 1,000, then 4,000, then all crops of DATA (default: ../shared/data/slice3d; EfficientNet-Lite0 at 128 pixels) in a
process each, and prints the largest resident memory and the time.
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]


def embed(metadata, images, folder, backbone, weights, size):
    """Embeds one cohort; the peak in megabytes and the seconds."""
    command = [ROOT / ".build/release/cygnet", "embed", folder, "--images", images, "--backbone", backbone,
               "--weights", weights, "--size", size, "--threads", "2", "--out", folder / "embeddings.parquet"]
    (folder / "train-metadata.csv").write_text("".join(metadata))
    start = time.perf_counter()
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"cygnet embed failed: {' '.join(map(str, command))}")
    return usage.ru_maxrss / 1024, time.perf_counter() - start


def main():
    data = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared/data/slice3d"
    backbone, weights, size = sys.argv[2:5] if len(sys.argv) > 4 else ("tf_efficientnet_lite0", "offline", "128")
    lines = (data / "train-metadata.csv").read_text().splitlines(keepends=True)
    images = next(path for path in (data / "train-image.hdf5", data / "train-image/image") if path.exists())
    with tempfile.TemporaryDirectory() as folder:
        for count in [count for count in (1_000, 4_000) if count < len(lines) - 1] + [len(lines) - 1]:
            peak, seconds = embed(lines[: count + 1], images, pathlib.Path(folder), backbone, weights, size)
            print(f"{count:6} crops   {peak:6.0f} MB   {seconds:5.1f} s   {count / seconds:5.0f} crops/s", flush=True)


main()
