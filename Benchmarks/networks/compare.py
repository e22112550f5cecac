"""Forward passes and training steps beside timm on the same libtorch, on two threads of the processor.

    script/build --product network-benchmark
    .build/parity/bin/python Benchmarks/networks/compare.py [CASE ...]      such as forward:convnextv2_nano:224:16

Needs the Python that `script/parity` makes (timm 1.0.31, torch 2.11.0). Both programs stay open and take turns, one pass each;
printed are the medians of the milliseconds and of the paired ratios. Both compute in float32 from the same layout of pixels;
a forward pass ends with the embeddings.
"""

import statistics
import sys
import time

import torch

from peer import Cygnet, forward_pass, model_of, training_step

THREADS = 2
#: Passes that are timed, after two that warm up.
CASES = {
    "forward:eva02_base_patch14_224:224:1": 12,
    "forward:eva02_base_patch14_224:224:16": 5,
    "forward:convnextv2_nano:224:1": 40,
    "forward:convnextv2_nano:224:16": 12,
    "train:tf_efficientnet_lite0:128:32": 20,
    "train:convnextv2_atto:224:32": 9,
}


def main():
    torch.set_num_threads(THREADS)
    torch.manual_seed(1)
    for case in sys.argv[1:] or CASES:
        what, name, size, batch = case.split(":")
        pixels = torch.randn(int(batch), 3, int(size), int(size))
        if what == "forward":
            peer = forward_pass(model_of(name, int(size), 0), pixels)
        else:
            peer = training_step(model_of(name, int(size), 1), pixels)
        cygnet = Cygnet(what, name, size, batch, THREADS)
        ours, theirs = [], []
        for pair in range(CASES.get(case, 8) + 2):
            mine = cygnet()
            start = time.perf_counter()
            peer()
            other = (time.perf_counter() - start) * 1e3
            if pair >= 2:
                ours.append(mine)
                theirs.append(other)
        cygnet.end()
        ratios = [other / mine for other, mine in zip(theirs, ours)]
        print(f"{case:40} timm {statistics.median(theirs):8.1f} ms   Cygnet {statistics.median(ours):8.1f} ms   "
              f"ratio {statistics.median(ratios):.2f}   ({min(ratios):.2f} to {max(ratios):.2f}, {len(ours)} pairs)", flush=True)


main()
