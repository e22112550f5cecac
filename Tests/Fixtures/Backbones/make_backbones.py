"""Makes the golden fixtures of the backbone tests from timm itself.

    python3 -m venv /tmp/venv && /tmp/venv/bin/pip install -r requirements.txt
    /tmp/venv/bin/python make_backbones.py

Each .safetensors fixture is one small configuration of a family in the architecture of the full-size variant: the same layers,
fewer and narrower. A file holds

    pixels                     uint8 [N, H, W, 3]
    weights/<timm's name>      seeded; never at the values an initialiser would leave, so that no term hides in a zero
    stage/<name>               activations on the normalised pixels, in evaluation mode, `embedding` and `logits` included
    gradient_norm/<name>       the L2 norm of the gradient of sum(logits^2) with respect to each parameter

`state_dicts.json` holds the names and shapes of the full-size variants with timm's thousand classes, `variants.json` their
preprocessing, and, for one of each family, the layer that timm's layer-wise learning rates put each parameter in.

The sizes are what they are because: EVA's head dimension must be a multiple of 4 (rotary pairs, two axes); its grid 3 x 3
differs from the rotary reference grid; the convolutional inputs are odd in one fixture, so that SAME padding is lopsided.
"""

import functools
import json
import pathlib

import numpy
import safetensors.torch
import timm
import torch
from timm.models._efficientnet_builder import decode_arch_def
from timm.models._manipulate import group_parameters
from timm.models.convnext import ConvNeXt
from timm.models.efficientnet import EfficientNet
from timm.models.eva import Eva, checkpoint_filter_fn

FOLDER = pathlib.Path(__file__).parent
CLASSES = 3
VARIANTS = [
    "eva02_tiny_patch14_224", "eva02_tiny_patch14_336", "eva02_small_patch14_224", "eva02_small_patch14_336",
    "eva02_base_patch14_224", "eva02_large_patch14_224",
    "convnextv2_atto", "convnextv2_femto", "convnextv2_pico", "convnextv2_nano", "convnextv2_tiny", "convnextv2_base",
    "tf_efficientnet_lite0"]
LAYERED = ["eva02_tiny_patch14_224", "convnextv2_nano", "tf_efficientnet_lite0"]
SEED = 20240906

EVA = dict(
    patch_size=14, embed_dim=24, depth=3, num_heads=2, mlp_ratio=4 * 2 / 3, swiglu_mlp=True, use_rot_pos_emb=True,
    ref_feat_shape=(16, 16), num_classes=CLASSES)
EVA_FUSED = dict(EVA)
EVA_SPLIT = dict(EVA, qkv_fused=False, scale_mlp=True)
CONVNEXT = dict(
    depths=(1, 1, 2, 1), dims=(8, 12, 20, 24), use_grn=True, ls_init_value=None, conv_mlp=True, num_classes=CLASSES)
EFFICIENTNET_STAGES = [
    ["ds_r1_k3_s1_e1_c8"],
    ["ir_r2_k3_s2_e6_c8"],
    ["ir_r2_k5_s2_e6_c16"],
    ["ir_r1_k3_s1_e6_c24"],
]


def efficientnet():
    """The body of tf_efficientnet_lite0 with fewer stages and channels."""
    return EfficientNet(
        block_args=decode_arch_def(EFFICIENTNET_STAGES), num_classes=CLASSES, num_features=40, stem_size=8,
        fix_stem=True, pad_type="same", act_layer=torch.nn.ReLU6,
        norm_layer=functools.partial(torch.nn.BatchNorm2d, eps=1e-3))


def full_size(name):
    """A variant with a thousand classes; timm's own default for EVA-02 is a checkpoint without any."""
    return timm.create_model(name, num_classes=1000)


def description(name, model):
    """What the registry says of a variant."""
    configuration = model.pretrained_cfg
    entry = {key: list(configuration[key]) for key in ("input_size", "mean", "std")}
    entry["features"] = model.num_features
    if name in LAYERED:
        entry["layers"] = group_parameters(model, model.group_matcher(coarse=False), reverse=True)
    return entry


def seed_weights(model, random):
    """Draws every tensor of the state dict, keeping activations near unit size."""
    state = {}
    for name, tensor in model.state_dict().items():
        shape = tuple(tensor.shape)
        if name.endswith("num_batches_tracked"):
            values = numpy.asarray(17, dtype=numpy.int64)
        elif name.endswith("running_var"):
            values = random.uniform(0.5, 1.5, shape)
        elif name.endswith("running_mean") or name.endswith("bias"):
            values = random.normal(0, 0.2, shape)
        elif ".grn." in name:
            values = random.normal(0, 0.5, shape)
        elif name in ("cls_token", "pos_embed"):
            values = random.normal(0, 0.5, shape)
        elif len(shape) == 1:
            values = random.normal(1, 0.2, shape)
        else:
            values = random.normal(0, (2 / numpy.prod(shape[1:])) ** 0.5, shape)
        state[name] = torch.from_numpy(numpy.asarray(values)).to(tensor.dtype)
    model.load_state_dict(state, strict=True)


def observe(modules, model, inputs):
    """Returns the outputs of named modules, the embedding and the logits."""
    stages = {}
    hooks = [
        module.register_forward_hook(lambda _, __, output, name=name: stages.__setitem__(name, output.detach().clone()))
        for name, module in modules.items()
    ]
    logits = model(inputs)
    for hook in hooks:
        hook.remove()
    stages["embedding"] = model.forward_head(model.forward_features(inputs), pre_logits=True).detach()
    stages["logits"] = logits.detach()
    return stages, logits


def normalised(pixels, variant):
    configuration = timm.create_model(variant).pretrained_cfg
    mean = torch.tensor(configuration["mean"]).view(1, 3, 1, 1)
    std = torch.tensor(configuration["std"]).view(1, 3, 1, 1)
    return (torch.from_numpy(pixels).permute(0, 3, 1, 2).float() / 255 - mean) / std


def write(name, pixels, tensors):
    path = FOLDER / f"{name}.safetensors"
    tensors = {key: value.contiguous().clone() for key, value in tensors.items()}
    # One entry: several are written in an order that changes from run to run.
    metadata = {"made by": f"timm {timm.__version__}, torch {torch.__version__.split('+')[0]}, seed {SEED}"}
    safetensors.torch.save_file(dict(tensors, pixels=torch.from_numpy(pixels)), path, metadata=metadata)
    path.chmod(0o644)
    print(f"{path.name}: {path.stat().st_size} bytes")


def golden(name, variant, model, modules, size, random, activations_only=False):
    """Writes one fixture; with `activations_only` its weights are those of the fixture before it."""
    pixels = random.integers(0, 256, (2, size, size, 3), dtype=numpy.uint8)
    model.eval()
    stages, logits = observe(modules, model, normalised(pixels, variant))
    tensors = {f"stage/{key}": value for key, value in stages.items()}
    if not activations_only:
        logits.square().sum().backward()
        tensors |= {f"weights/{key}": value for key, value in model.state_dict().items()}
        tensors |= {f"gradient_norm/{key}": value.grad.norm() for key, value in model.named_parameters()}
    write(name, pixels, tensors)


def eva_modules(model):
    return {"patch_embed": model.patch_embed, "blocks.0": model.blocks[0], "blocks.last": model.blocks[-1]}


def main():
    torch.use_deterministic_algorithms(True)
    random = numpy.random.default_rng(SEED)

    model = Eva(img_size=42, **EVA_SPLIT)
    seed_weights(model, random)
    golden("eva02_split", "eva02_base_patch14_224", model, eva_modules(model), 42, random)

    model = Eva(img_size=42, **EVA_FUSED)
    seed_weights(model, random)
    golden("eva02_fused", "eva02_tiny_patch14_224", model, eva_modules(model), 42, random)
    # The same checkpoint at other input sizes: positions resampled, rotary table rebuilt.
    for size in (28, 70):
        resized = Eva(img_size=size, **EVA_FUSED)
        resized.load_state_dict(checkpoint_filter_fn(dict(model.state_dict()), resized), strict=True)
        golden(f"eva02_fused_{size}", "eva02_tiny_patch14_224", resized, eva_modules(resized), size, random,
               activations_only=True)

    model = ConvNeXt(**CONVNEXT)
    seed_weights(model, random)
    modules = {"stem": model.stem, "stages.0.blocks.0": model.stages[0].blocks[0], "stages.last": model.stages[-1]}
    golden("convnextv2", "convnextv2_nano", model, modules, 64, random)

    model = efficientnet()
    seed_weights(model, random)
    modules = {"stem": model.bn1, "blocks.0.0": model.blocks[0][0], "blocks.last": model.blocks[-1], "head": model.bn2}
    golden("efficientnet_lite", "tf_efficientnet_lite0", model, modules, 48, random)
    golden("efficientnet_lite_odd", "tf_efficientnet_lite0", model, modules, 37, random, activations_only=True)

    model = ConvNeXt(**dict(CONVNEXT, conv_mlp=False))
    seed_weights(model, random)
    modules = {"stem": model.stem, "stages.0.blocks.0": model.stages[0].blocks[0], "stages.last": model.stages[-1]}
    golden("convnextv2_linear", "convnextv2_tiny", model, modules, 64, random)

    shapes, descriptions = {}, {}
    for name in VARIANTS:
        with torch.device("meta"):
            model = full_size(name)
        shapes[name] = {key: list(value.shape) for key, value in model.state_dict().items()}
        descriptions[name] = description(name, model)
    for file, entries in [("state_dicts.json", shapes), ("variants.json", descriptions)]:
        rows = [f'"{name}": {json.dumps(entry)}' for name, entry in entries.items()]
        (FOLDER / file).write_text("{\n" + ",\n".join(rows) + "\n}\n")


if __name__ == "__main__":
    main()
