"""Makes the golden fixtures of training from timm and PyTorch themselves.

    python3 -m venv /tmp/venv && /tmp/venv/bin/pip install -r ../Backbones/requirements.txt
    /tmp/venv/bin/python make_training.py

`parity_<family>.safetensors` holds one training pass of a small configuration of the family, in double precision:

    pixels [N, 3, H, W]        float32: exact in double precision
    targets [N]
    weights/<timm's name>      float32: exact in double precision
    gradients/<timm's name>    float64
    loss, loss_single          of the pass in double and in single precision

The pass is timm's model in training mode (batch statistics where there is batch normalisation, no dropout) under torchvision's
focal loss. The rotary table of EVA-02 is rebuilt in double precision: timm keeps it in single precision even then.

`optimisation.safetensors` holds recorded gradients of three steps and the parameters that AdamW, with a group that decays and
one that does not, makes of them; the gradients after clipping; and the averages that timm's ModelEmaV3 makes of the
parameters, with and without warm-up.
"""

import functools
import pathlib

import numpy
import safetensors.torch
import timm.utils
import torch
from timm.models._efficientnet_builder import decode_arch_def
from timm.models.convnext import ConvNeXt
from timm.models.efficientnet import EfficientNet
from timm.models.eva import Eva
from torchvision.ops import sigmoid_focal_loss

FOLDER = pathlib.Path(__file__).parent
SEED = 20240906
COUNT = 4

EVA = dict(
    img_size=16, patch_size=4, embed_dim=16, depth=2, num_heads=2, mlp_ratio=4 * 2 / 3, swiglu_mlp=True,
    use_rot_pos_emb=True, ref_feat_shape=(16, 16), num_classes=1)
CONVNEXT = dict(depths=(1, 1, 1, 1), dims=(4, 6, 8, 10), use_grn=True, ls_init_value=None, num_classes=1)


def efficientnet():
    return EfficientNet(
        block_args=decode_arch_def([["ds_r1_k3_s1_e1_c4"], ["ir_r2_k3_s2_e6_c4"], ["ir_r1_k5_s2_e6_c8"]]),
        num_classes=1, num_features=12, stem_size=4, fix_stem=True, pad_type="same", act_layer=torch.nn.ReLU6,
        norm_layer=functools.partial(torch.nn.BatchNorm2d, eps=1e-3))


FAMILIES = {
    "eva02_fused": (lambda: Eva(**EVA), 16),
    "eva02_split": (lambda: Eva(**EVA, qkv_fused=False, scale_mlp=True), 16),
    "convnextv2": (lambda: ConvNeXt(**CONVNEXT, conv_mlp=True), 32),
    "convnextv2_linear": (lambda: ConvNeXt(**CONVNEXT, conv_mlp=False), 32),
    "efficientnet_lite": (efficientnet, 24),
}


def seed_weights(model, random):
    """Draws every tensor of the state dict as single precision, away from the values an initialiser would leave."""
    state = {}
    for name, tensor in model.state_dict().items():
        shape = tuple(tensor.shape)
        if name.endswith("num_batches_tracked"):
            values = numpy.asarray(3, dtype=numpy.int64)
        elif name.endswith("running_var"):
            values = random.uniform(0.5, 1.5, shape)
        elif len(shape) == 1:
            values = random.normal(0 if name.endswith("bias") or ".grn." in name else 1, 0.2, shape)
        else:
            values = random.normal(0, (2 / numpy.prod(shape[1:])) ** 0.5, shape)
        state[name] = torch.from_numpy(numpy.asarray(values)).to(tensor.dtype)
    model.load_state_dict(state, strict=True)


def rotary_in_double(rope):
    count = rope.bands.numel() if getattr(rope, "bands", None) is not None else rope.dim // 4
    bands = 1.0 / (10000.0 ** (torch.arange(count, dtype=torch.float64) / count))
    rope.pos_embed = rope._build_embed_cat(rope.feat_shape, bands, dtype=torch.float64)


def training_pass(model, pixels, targets):
    loss = sigmoid_focal_loss(model(pixels).flatten(), targets, alpha=0.25, gamma=2.0, reduction="mean")
    loss.backward()
    return loss.detach()


def save(name, tensors):
    path = FOLDER / f"{name}.safetensors"
    metadata = {"made by": f"timm {timm.__version__}, torch {torch.__version__.split('+')[0]}, seed {SEED}"}
    tensors = {key: value.detach().contiguous().clone() for key, value in tensors.items()}
    safetensors.torch.save_file(tensors, path, metadata=metadata)
    path.chmod(0o644)
    print(f"{path.name}: {path.stat().st_size} bytes")


def parity(name, make, size, random):
    model = make()
    seed_weights(model, random)
    model.train()
    pixels = torch.from_numpy(random.normal(0, 1, (COUNT, 3, size, size))).float()
    targets = torch.tensor([0.0, 1.0] * (COUNT // 2))
    # Copies: batch statistics move with the pass.
    weights = {key: value.clone() for key, value in model.state_dict().items()}
    single = training_pass(model, pixels, targets)
    model.load_state_dict(weights, strict=True)
    model.zero_grad()
    model.double()
    if hasattr(model, "rope") and model.rope is not None:
        rotary_in_double(model.rope)
    double = training_pass(model, pixels.double(), targets.double())
    tensors = {"pixels": pixels, "targets": targets, "loss": double, "loss_single": single}
    tensors |= {f"weights/{key}": value for key, value in weights.items()}
    tensors |= {f"gradients/{key}": value.grad for key, value in model.named_parameters()}
    save(f"parity_{name}", tensors)


def optimisation():
    torch.manual_seed(SEED)
    model = torch.nn.Linear(6, 5)
    tensors = {f"start/{key}": value.clone() for key, value in model.state_dict().items()}
    optimizer = torch.optim.AdamW(
        [{"params": [model.weight], "lr": 3e-3, "weight_decay": 0.05},
         {"params": [model.bias], "lr": 1e-2, "weight_decay": 0.0}])
    averages = {
        "plain": timm.utils.ModelEmaV3(model, decay=0.9),
        "warm": timm.utils.ModelEmaV3(model, decay=0.9, use_warmup=True),
    }
    for step in range(3):
        for key, value in model.named_parameters():
            value.grad = torch.randn_like(value) * 10.0 ** (1 - 2 * step)
            tensors[f"gradients{step}/{key}"] = value.grad.clone()
        optimizer.step()
        for key, value in model.state_dict().items():
            tensors[f"step{step}/{key}"] = value.clone()
        for name, average in averages.items():
            average.update(model, step=step + 1)
            for key, value in average.module.state_dict().items():
                tensors[f"{name}{step}/{key}"] = value.clone()
    # The gradients of the first step, clipped.
    for key, value in model.named_parameters():
        value.grad = tensors[f"gradients0/{key}"].clone()
    tensors["norm"] = torch.nn.utils.clip_grad_norm_(model.parameters(), 1.5)
    tensors |= {f"clipped/{key}": value.grad for key, value in model.named_parameters()}
    save("optimisation", tensors)


def main():
    torch.use_deterministic_algorithms(True)
    random = numpy.random.default_rng(SEED)
    for name, (make, size) in FAMILIES.items():
        parity(name, make, size, random)
    optimisation()


if __name__ == "__main__":
    main()
