"""Compares the full-size backbones with timm on real crops. Run by `script/parity`, which makes the environment.

For each variant: seeded random weights (and the real ones where they are at hand) are saved as timm saves them; timm embeds
the crops from the same uint8 pixels (Pillow's bicubic resize); `cygnet embed` reads the weights and the JPEG files. Printed
is the largest difference of any embedding element, relative to the largest magnitude in the embeddings.
"""

import argparse
import csv
import pathlib
import shutil
import subprocess
import sys
import tempfile

import numpy
import pyarrow.parquet
import safetensors.torch
import timm
import torch
from PIL import Image

from make_backbones import SEED, VARIANTS, full_size, seed_weights

LIMIT = 2e-4
RUNS = [
    *((name, 336 if name.endswith("_336") else 224) for name in VARIANTS),
    # Positions resampled, rotary table rebuilt.
    ("eva02_tiny_patch14_224", 112),
    ("eva02_small_patch14_224", 336),
    ("eva02_small_patch14_336", 224),
    ("eva02_base_patch14_224", 112),
    # Maps of odd size.
    ("convnextv2_tiny", 136),
    ("tf_efficientnet_lite0", 131),
]


def reference(model, crops, size):
    configuration = model.pretrained_cfg
    mean = torch.tensor(configuration["mean"]).view(1, 3, 1, 1)
    std = torch.tensor(configuration["std"]).view(1, 3, 1, 1)
    embeddings = []
    with torch.inference_mode():
        for crop in crops:
            pixels = Image.open(crop).convert("RGB").resize((size, size), Image.Resampling.BICUBIC)
            pixels = torch.from_numpy(numpy.array(pixels)).permute(2, 0, 1)[None].float() / 255
            embeddings.append(model((pixels - mean) / std))
    return torch.cat(embeddings).numpy()


def ours(cygnet, cohort, name, weights, size, out):
    subprocess.run(
        [cygnet, "embed", cohort, "--backbone", name, "--weights", weights, "--size", str(size), "--out", out,
         "--precision", "float32"],
        check=True, stdout=subprocess.DEVNULL)
    table = pyarrow.parquet.read_table(out)
    columns = [column for column in table.column_names if column != "isic_id"]
    assert columns == [f"e{index}" for index in range(len(columns))], columns[:3]
    rows = dict(zip(table["isic_id"].to_pylist(), numpy.stack([table[column] for column in columns], axis=1)))
    return rows


def make_cohort(folder, crops):
    images = folder / "train-image" / "image"
    images.mkdir(parents=True)
    with open(folder / "train-metadata.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["isic_id"])
        for crop in crops:
            writer.writerow([crop.stem])
            shutil.copy(crop, images / crop.name)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cygnet", required=True)
    parser.add_argument("--crops", required=True, type=pathlib.Path, help="a folder of JPEG files")
    parser.add_argument("--count", type=int, default=16)
    parser.add_argument("--lite0", type=pathlib.Path, help="the ImageNet weights of tf_efficientnet_lite0")
    arguments = parser.parse_args()
    crops = sorted(arguments.crops.glob("*.jpg"))[: arguments.count]
    if not crops:
        sys.exit(f"No JPEG files in {arguments.crops}.")

    failed = False
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        cohort = folder / "cohort"
        make_cohort(cohort, crops)
        runs = [(name, size, None) for name, size in RUNS]
        if arguments.lite0 and arguments.lite0.exists():
            runs.append(("tf_efficientnet_lite0", 224, arguments.lite0))
        print(f"timm {timm.__version__}, torch {torch.__version__}, {len(crops)} crops, limit {LIMIT:.0e}")
        for name, size, pretrained in runs:
            weights = pretrained or folder / f"{name}.safetensors"
            if pretrained is None:
                # With a classifier, as published files have one; saved at timm's own input size.
                model = full_size(name)
                seed_weights(model, numpy.random.default_rng(SEED))
                safetensors.torch.save_file(model.state_dict(), weights)
            arguments_of_size = {"img_size": size} if name.startswith("eva02") else {}
            model = timm.create_model(name, num_classes=0, **arguments_of_size).eval()
            state = safetensors.torch.load_file(weights)
            if name.startswith("eva02"):
                state = timm.models.eva.checkpoint_filter_fn(state, model)
            incompatible = model.load_state_dict(state, strict=False)
            left = [key for key in incompatible.unexpected_keys if key.split(".")[0] not in ("head", "classifier")]
            assert not incompatible.missing_keys and not left, incompatible
            expected = reference(model, crops, size)
            rows = ours(arguments.cygnet, cohort, name, weights, size, folder / "out.parquet")
            actual = numpy.stack([rows[crop.stem] for crop in crops])
            error = float(numpy.abs(actual - expected).max() / numpy.abs(expected).max())
            failed |= not error <= LIMIT
            if pretrained is None:
                weights.unlink()
            kind = "ImageNet" if pretrained else "seeded"
            print(f"{name:24} {size:4} {kind:9} {expected.shape[1]:5}-d  {error:.2e}", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
