"""Run by script/gpu-check: Cygnet on the GPU beside the processor, and its speed beside timm eager and compiled."""

import statistics
import subprocess
import sys
import time

import torch

from peer import PROGRAM, Cygnet, forward_pass, model_of, training_step

BACKBONES = [
    "eva02_tiny_patch14_224", "eva02_small_patch14_224", "eva02_base_patch14_224", "convnextv2_atto", "convnextv2_nano",
    "convnextv2_tiny", "tf_efficientnet_lite0",
]
#: The largest difference from the processor in float32, relative to the largest magnitude.
LIMITS = {"float32": 2e-3, "float16": 2e-2}  # The GPU may multiply float32 in TF32.
#: Images per second to reach on one H100, and batches.
GOALS = [
    ("train", "eva02_base_patch14_224", 128, 2_850), ("forward", "eva02_base_patch14_224", 256, 10_700),
    ("train", "convnextv2_nano", 256, 8_000), ("forward", "convnextv2_nano", 512, 30_000),
]
THREADS, SIZE, PASSES = 4, 224, 20


def agreement():
    """Prints each backbone's difference between GPU and processor; whether all are small."""
    good = True
    for name in BACKBONES:
        for precision, limit in LIMITS.items():
            result = subprocess.run([PROGRAM, "agree", name, str(SIZE), "4", str(THREADS), "cuda", precision],
                                    capture_output=True, text=True)
            if result.returncode != 0:
                print(f"FAIL  {name:26} {precision}  {result.stderr.strip()}")
                good = False
                continue
            difference = float(result.stdout)
            passed = difference <= limit
            good = good and passed
            print(f"{'PASS' if passed else 'FAIL'}  {name:26} {precision}  {difference:.1e} (at most {limit:.0e})", flush=True)
    return good


def rate(run, batch):
    """Images per second: the median of passes after five that warm up."""
    for _ in range(5):
        run()
    times = []
    for _ in range(PASSES):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return batch / statistics.median(times)


def cygnet_rate(what, name, batch):
    cygnet = Cygnet(what, name, SIZE, batch, THREADS, "cuda", "float16")
    times = [cygnet() for _ in range(5 + PASSES)][5:]
    cygnet.end()
    return batch * 1e3 / statistics.median(times)


def timm_rate(what, name, batch, compiled):
    torch.manual_seed(1)
    layout = torch.channels_last if name.startswith("convnext") else torch.contiguous_format
    model = model_of(name, SIZE, 0 if what == "forward" else 1).to("cuda", memory_format=layout)
    pixels = torch.randn(batch, 3, SIZE, SIZE, device="cuda").to(memory_format=layout)
    model = torch.compile(model) if compiled else model
    return rate((forward_pass if what == "forward" else training_step)(model, pixels, torch.float16), batch)


def main():
    print(f"{torch.cuda.get_device_name(0)}, torch {torch.__version__}")
    good = agreement()
    print(f"\n{'images per second, float16':46} {'Cygnet':>8} {'eager':>8} {'compiled':>8}   goal on an H100")
    for what, name, batch, goal in GOALS:
        ours = cygnet_rate(what, name, batch)
        eager = timm_rate(what, name, batch, compiled=False)
        compiled = timm_rate(what, name, batch, compiled=True)
        print(f"{what:8}{name:26} batch {batch:<5} {ours:8.0f} {eager:8.0f} {compiled:8.0f}   {goal:6} "
              f"({'reached' if ours >= goal else 'not reached'}); {ours / eager:.2f} times eager", flush=True)
    sys.exit(0 if good else 1)


main()
