"""Writes focal_loss.json: losses and gradients of torchvision's sigmoid_focal_loss with mean reduction.

    pip install torch==2.11.0 torchvision==0.26.0 && python make_focal_loss.py
"""

import json
import pathlib

import torch
from torchvision.ops import sigmoid_focal_loss

torch.manual_seed(0)
cases = []
for alpha, gamma in [(0.25, 2.0), (0.5, 2.0), (0.75, 1.0), (0.25, 0.0)]:
    logits = torch.cat([torch.randn(28, dtype=torch.float64) * 3, torch.tensor([-40.0, 40.0, 0.0, 1e-9])])
    logits.requires_grad_(True)
    targets = (torch.arange(32) % 2).to(torch.float64)
    loss = sigmoid_focal_loss(logits, targets, alpha=alpha, gamma=gamma, reduction="mean")
    loss.backward()
    cases.append(
        {
            "alpha": alpha,
            "gamma": gamma,
            "logits": logits.tolist(),
            "targets": targets.tolist(),
            "loss": loss.item(),
            "gradient": logits.grad.tolist(),
        }
    )
pathlib.Path(__file__).with_name("focal_loss.json").write_text(json.dumps(cases, indent=1) + "\n")
