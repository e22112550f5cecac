"""Run by script/gpu-check: Cygnet on the GPU beside the processor, and its speed beside timm eager and compiled.

With `--device cpu` the same code runs on the processor with a few crops: that checks this script, not the GPU.
"""

import argparse
import dataclasses
import os
import statistics
import subprocess
import sys
import time

import torch

from peer import PROGRAM, Cygnet, forward_pass, model_of, training_step


@dataclasses.dataclass
class Plan:
    """What is compared and timed, and how large."""

    #: Compared with the processor.
    backbones: list
    #: What is timed: (what, backbone, crops in a batch, images per second to reach on one H100).
    rates: list
    #: The side of the crops.
    size: int
    #: The crops of a batch that is compared.
    crops: int
    #: Timed passes, and those before them that warm up.
    passes: int
    warm_up: int
    #: torch.compile's own name of how it compiles.
    compiler: str


GPU = Plan(
    backbones=["eva02_tiny_patch14_224", "eva02_small_patch14_224", "eva02_base_patch14_224", "convnextv2_atto",
               "convnextv2_nano", "convnextv2_tiny", "tf_efficientnet_lite0"],
    rates=[("train", "eva02_base_patch14_224", 128, 2_850), ("forward", "eva02_base_patch14_224", 256, 10_700),
           ("train", "convnextv2_nano", 256, 8_000), ("forward", "convnextv2_nano", 512, 30_000)],
    size=224, crops=64, passes=20, warm_up=5, compiler="inductor",
)
PROCESSOR = Plan(
    backbones=["convnextv2_atto"],
    rates=[("train", "convnextv2_atto", 4, None), ("forward", "convnextv2_atto", 4, None)],
    size=56, crops=4, passes=2, warm_up=1, compiler="eager",
)
#: The largest difference of embeddings from the processor's in float32, relative to the largest magnitude.
LIMITS = {"float32": 2e-3, "float16": 2e-2}  # The GPU may multiply float32 in TF32.
#: The largest difference of what a model reads of an augmented crop: below one level of 255, normalised.
CROP_LIMIT = 1e-2
THREADS = min(os.cpu_count() or 1, 16)


def agrees(title, limit, *arguments):
    """Asks Cygnet for a difference and prints whether it is small enough."""
    result = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True)
    if result.returncode != 0:
        print(f"FAIL  {title:38} {result.stderr.strip()}", flush=True)
        return False
    difference = float(result.stdout)
    passed = difference <= limit
    print(f"{'PASS' if passed else 'FAIL'}  {title:38} {difference:.1e} (at most {limit:.0e})", flush=True)
    return passed


def agreement(plan, device):
    """Prints how far the device is from the processor; whether it is close everywhere."""
    print("differences from the processor")
    found = [agrees(f"{name} {precision}", limit, "agree", name, plan.size, min(plan.crops, 4), THREADS, device, precision)
             for name in plan.backbones for precision, limit in LIMITS.items()]
    found.append(agrees("augmented crops, kept on the device", CROP_LIMIT,
                        "agree-crops", plan.backbones[0], plan.size, plan.crops, THREADS, device))
    return all(found)


def cygnet_rate(plan, device, what, name, batch):
    cygnet = Cygnet(what, name, plan.size, batch, THREADS, device, "float16")
    times = [cygnet() for _ in range(plan.warm_up + plan.passes)][plan.warm_up:]
    cygnet.end()
    return batch * 1e3 / statistics.median(times)


def timm_rate(plan, device, what, name, batch, compiled):
    torch.manual_seed(1)
    layout = torch.channels_last if name.startswith("convnext") else torch.contiguous_format
    model = model_of(name, plan.size, 0 if what == "forward" else 1).to(device, memory_format=layout)
    pixels = torch.randn(batch, 3, plan.size, plan.size, device=device).to(memory_format=layout)
    model = torch.compile(model, backend=plan.compiler) if compiled else model
    run = (forward_pass if what == "forward" else training_step)(model, pixels, torch.float16)
    times = []
    for _ in range(plan.warm_up + plan.passes):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return batch / statistics.median(times[plan.warm_up:])


def speed(plan, device):
    """Prints images per second of the networks, and of training on augmented crops."""
    print(f"\n{'images per second, float16':46} {'Cygnet':>8} {'eager':>8} {'compiled':>8}")
    for what, name, batch, goal in plan.rates:
        ours = cygnet_rate(plan, device, what, name, batch)
        eager, compiled = (timm_rate(plan, device, what, name, batch, compiled) for compiled in (False, True))
        reached = f"; goal on an H100 {goal}: {'reached' if ours >= goal else 'not reached'}" if goal else ""
        print(f"{what:8}{name:26} batch {batch:<5} {ours:8.0f} {eager:8.0f} {compiled:8.0f}   "
              f"{ours / eager:.2f} times eager{reached}", flush=True)
    print(f"\n{'training on augmented crops, images per second':46} {'device':>8} {'host':>8}")
    for what, name, batch, _ in plan.rates:
        if what == "train":
            kept, fetched = (cygnet_rate(plan, device, mode, name, batch) for mode in ("train-kept", "train-fetched"))
            print(f"{'':8}{name:26} batch {batch:<5} {kept:8.0f} {fetched:8.0f}   host with {THREADS} threads", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--device", choices=["cuda", "cpu"], default="cuda")
    device = parser.parse_args().device
    plan = GPU if device == "cuda" else PROCESSOR
    print(f"{torch.cuda.get_device_name(0) if device == 'cuda' else 'the processor'}, torch {torch.__version__}")
    good = agreement(plan, device)
    speed(plan, device)
    sys.exit(0 if good else 1)


main()
