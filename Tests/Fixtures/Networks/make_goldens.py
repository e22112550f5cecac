#!/usr/bin/env python3
"""Golden values of layers, AdamW, the learning-rate schedule and the gradient scaler, from PyTorch itself.

Run in an environment of its own, from this folder:

    python3 -m venv /tmp/goldens && /tmp/goldens/bin/pip install torch==2.11.0 safetensors==0.6.2 numpy
    /tmp/goldens/bin/python make_goldens.py

It writes `layers.safetensors`, `adamw.safetensors`, `optimization.json` and `from_python.safetensors` beside itself.
Any PyTorch from 2.11 on gives the same numbers to the tolerance of the tests; `optimization.json` names the version.
With an argument it instead checks that a safetensors file written by Cygnet loads in Python:

    /tmp/goldens/bin/python make_goldens.py check FILE
"""
import json
import sys
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file

HERE = Path(__file__).parent


def layers():
    """Inputs, parameters and outputs of every layer, small."""
    torch.manual_seed(0)
    out = {}

    def keep(name, **tensors):
        for key, value in tensors.items():
            out[f"{name}.{key}"] = value.detach().contiguous().clone()

    tokens, images = torch.randn(2, 5, 6), torch.randn(2, 6, 7, 5)
    keep("input", tokens=tokens, images=images)

    linear = torch.nn.Linear(6, 4)
    keep("linear", weight=linear.weight, bias=linear.bias, output=linear(tokens))

    conv = torch.nn.Conv2d(6, 4, (3, 2), stride=(2, 1), padding=(1, 0))
    keep("conv", weight=conv.weight, bias=conv.bias, output=conv(images))
    depthwise = torch.nn.Conv2d(6, 6, 3, padding=1, groups=6, bias=False)
    keep("depthwise", weight=depthwise.weight, output=depthwise(images))

    norm = torch.nn.LayerNorm(6, eps=1e-6)
    torch.nn.init.normal_(norm.weight), torch.nn.init.normal_(norm.bias)
    keep("layer_norm", weight=norm.weight, bias=norm.bias, output=norm(tokens))
    keep("layer_norm_2d", output=norm(images.permute(0, 2, 3, 1)).permute(0, 3, 1, 2))

    batch = torch.nn.BatchNorm2d(6, eps=1e-3)
    torch.nn.init.normal_(batch.weight), torch.nn.init.normal_(batch.bias)
    batch.running_mean.normal_(), batch.running_var.uniform_(0.5, 2)
    keep("batch_norm", weight=batch.weight, bias=batch.bias, running_mean=batch.running_mean,
         running_var=batch.running_var, frozen=batch.eval()(images))
    keep("batch_norm", batch=batch.train()(images), updated_mean=batch.running_mean, updated_var=batch.running_var)

    # timm.layers.GlobalResponseNorm, formula by formula.
    weight, bias = torch.randn(6), torch.randn(6)
    norms = images.norm(p=2, dim=(2, 3), keepdim=True)
    response = norms / (norms.mean(dim=1, keepdim=True) + 1e-6)
    shape = (1, -1, 1, 1)
    keep("grn", weight=weight, bias=bias,
         output=images + torch.addcmul(bias.view(shape), weight.view(shape), images * response))

    for name, function in {
        "gelu": F.gelu, "gelu_tanh": lambda x: F.gelu(x, approximate="tanh"), "silu": F.silu, "relu": F.relu,
        "relu6": lambda x: F.relu6(4 * x), "sigmoid": torch.sigmoid, "log_sigmoid": F.logsigmoid,
        "softmax": lambda x: x.softmax(-1),
    }.items():
        keep(name, output=function(tokens))

    query, key, value = torch.randn(3, 2, 2, 5, 4).unbind(0)
    keep("attention", query=query, key=key, value=value, output=F.scaled_dot_product_attention(query, key, value))
    keep("pool", output=F.adaptive_avg_pool2d(images, (3, 2)))
    keep("bicubic", larger=F.interpolate(images, size=(10, 8), mode="bicubic", antialias=True),
         smaller=F.interpolate(images, size=(4, 3), mode="bicubic", antialias=True),
         plain=F.interpolate(images, size=(4, 3), mode="bicubic"))
    targets = torch.rand(2, 5, 6)
    keep("cross_entropy", targets=targets, output=F.binary_cross_entropy_with_logits(tokens, targets, reduction="none"))
    save_file(out, HERE / "layers.safetensors")


def adamw():
    """Three steps of AdamW with two groups, on a two-layer network; the second layer's bias never gets a gradient."""
    torch.manual_seed(1)
    first, second = torch.nn.Linear(5, 4), torch.nn.Linear(4, 1)
    x, y = torch.randn(8, 5), torch.randn(8, 1)
    out = {"x": x, "y": y}
    named = {"first.weight": first.weight, "first.bias": first.bias, "second.weight": second.weight,
             "second.bias": second.bias}
    out |= {f"start.{name}": p.detach().clone() for name, p in named.items()}
    second.bias.requires_grad_(False)
    optimizer = torch.optim.AdamW([
        {"params": list(first.parameters()), "lr": 1e-2, "weight_decay": 0.05},
        {"params": list(second.parameters()), "lr": 3e-2, "weight_decay": 0.0},
    ])
    norms = []
    for step in range(3):
        optimizer.zero_grad()
        loss = F.mse_loss(second(torch.relu(first(x))), y)
        loss.backward()
        norms.append(torch.nn.utils.clip_grad_norm_([p for p in named.values() if p.grad is not None], 0.5))
        optimizer.step()
        out |= {f"step{step}.{name}": p.detach().clone() for name, p in named.items()}
    out["norms"] = torch.stack(norms)
    for name, p in named.items():
        for key, value in optimizer.state.get(p, {}).items():
            out[f"state.{name}.{key}"] = value.detach().clone().float()
    save_file(out, HERE / "adamw.safetensors")


def schedule(warmup, total, start, end):
    """The factors of SequentialLR(LinearLR, CosineAnnealingLR), one step beyond the end."""
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
    rising = torch.optim.lr_scheduler.LinearLR(optimizer, start_factor=start, end_factor=1.0, total_iters=warmup)
    falling = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=total - warmup, eta_min=end)
    both = torch.optim.lr_scheduler.SequentialLR(optimizer, [rising, falling], milestones=[warmup])
    factors = []
    for _ in range(total + 1):
        factors.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        both.step()
    return factors


def scaler(initial_scale, growth_interval, factors):
    """Losses that are fine, overflow, or underflow in half precision: the scale, the weight and skips of every step."""
    weight = torch.nn.Parameter(torch.full((4,), 0.5))
    optimizer = torch.optim.AdamW([weight], lr=0.1, weight_decay=0.0)
    grad_scaler = torch.amp.GradScaler("cpu", init_scale=initial_scale, growth_interval=growth_interval)
    steps = []
    for factor in factors:
        optimizer.zero_grad()
        with torch.autocast("cpu", dtype=torch.float16):
            # A half-precision product, so that its gradient is half precision too.
            loss = (weight.half() * torch.full((4,), 1.0, dtype=torch.float16)).sum()
        grad_scaler.scale(loss * factor).backward()
        before = weight.detach().clone()
        grad_scaler.step(optimizer)
        grad_scaler.update()
        steps.append({"factor": factor, "weight": weight[0].item(), "unmoved": bool((before == weight).all()),
                      "scale": grad_scaler.get_scale(), "good_steps": grad_scaler._get_growth_tracker()})
    return {"initial_scale": initial_scale, "growth_interval": growth_interval, "steps": steps}


def from_python():
    """A file with every element type, an empty tensor, a scalar and a non-ASCII name."""
    save_file(
        {"f32": torch.arange(6.0).view(2, 3), "f16": torch.tensor([0.5, 65504.0], dtype=torch.float16),
         "bf16": torch.tensor([1.5, -2.0], dtype=torch.bfloat16), "f64": torch.tensor([1e-300]).double() + 0.25,
         "i64": torch.tensor([2**40, -1]), "u8": torch.tensor([0, 255], dtype=torch.uint8),
         "bool": torch.tensor([True, False, True]), "scalar": torch.tensor(7.0), "empty": torch.zeros(0, 4),
         "n\u00e6vus \"1\"": torch.ones(1)},
        HERE / "from_python.safetensors", metadata={"format": "pt"})


def check(path):
    tensors = load_file(path)
    print(json.dumps({name: [str(t.dtype), list(t.shape), t.double().sum().item()] for name, t in sorted(tensors.items())}))


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] == "check":
        check(sys.argv[2])
    else:
        layers()
        adamw()
        from_python()
        schedules = [{"warmup": w, "total": t, "start": s, "end": e, "factors": schedule(w, t, s, e)}
                     for w, t, s, e in [(5, 20, 0.01, 0.01), (1, 8, 0.5, 0.0), (10, 30, 0.1, 0.2)]]
        # The factor multiplies the gradient: 1e6 overflows float16 at these scales, 1e-9 vanishes without a scale.
        scalers = [
            scaler(1024.0, 3, [1.0, 1.0, 1e3, 1.0, 1.0, 1.0, 1e6, 1e6, 1e-7, 1.0, 1.0, 1.0, 1.0]),
            scaler(65536.0, 2000, [1e-9, 1.0, 1e-9, 1e-9]),
            scaler(1.0, 2, [1e-9, 1e-9, 1e-9, 1e5, 1.0, 1e-9]),
        ]
        golden = {"torch": torch.__version__, "schedules": schedules, "scalers": scalers}
        (HERE / "optimization.json").write_text(json.dumps(golden, indent=1) + "\n")
