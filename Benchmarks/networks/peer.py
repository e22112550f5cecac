"""timm's side of the comparisons, and the conversation with Cygnet's."""

import pathlib
import subprocess
import sys

import timm
import torch

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / ".build/release/network-benchmark"


def model_of(name, size, classes):
    sized = {"img_size": size} if name.startswith("eva02") else {}
    return timm.create_model(name, num_classes=classes, **sized)


def forward_pass(model, pixels, precision=torch.float32):
    """A function that embeds the pixels once and waits for the result."""
    model.eval()
    mixed = precision != torch.float32

    def run():
        with torch.inference_mode(), torch.autocast(pixels.device.type, precision, enabled=mixed):
            model(pixels).sum().item()

    return run


def training_step(model, pixels, precision=torch.float32):
    """A function that takes one step: forward, loss, backward, clipping, torch's fused AdamW (its fastest)."""
    model.train()
    for module in model.modules():  # Statistics are frozen, as Cygnet fine-tunes.
        if isinstance(module, torch.nn.BatchNorm2d):
            module.eval()
    device = pixels.device.type
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4, fused=True)
    scaler = torch.amp.GradScaler(device, enabled=precision == torch.float16)
    targets = (torch.arange(len(pixels), device=pixels.device) % 2).float()

    def run():
        with torch.autocast(device, precision, enabled=precision != torch.float32):
            logits = model(pixels)
        loss = torch.nn.functional.binary_cross_entropy_with_logits(logits.flatten().float(), targets)
        loss.item()
        scaler.scale(loss).backward()
        scaler.unscale_(optimizer)
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        scaler.step(optimizer)
        scaler.update()
        optimizer.zero_grad()

    return run


class Cygnet:
    """The other program: it runs once for every line it is sent and answers with the milliseconds."""

    def __init__(self, *arguments):
        if not PROGRAM.exists():
            sys.exit(f"{PROGRAM.relative_to(ROOT)} is missing: run script/build --product network-benchmark first.")
        self.process = subprocess.Popen([PROGRAM, *map(str, arguments)],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __call__(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            sys.exit("network-benchmark ended early.")
        return float(line)

    def end(self):
        self.process.stdin.close()
        self.process.wait()
