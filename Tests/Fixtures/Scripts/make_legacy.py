"""Makes legacy.pth, a small checkpoint in torch's legacy format, and legacy.json, what torch reads from it.

    pip install torch==2.11.0 numpy==2.4.6 && python make_legacy.py

Names are those of the EfficientNet-Lite0 checkpoint; shapes and strides are the cases it holds: permuted strides (the
checkpoint came from TensorFlow), a matrix in column order, a scalar, and a view into a shared storage.
"""

import collections
import json
import pathlib

import torch

here = pathlib.Path(__file__).parent
torch.manual_seed(2024)

shared = torch.randn(24)
state = collections.OrderedDict()
state["_conv_stem.weight"] = torch.randn(3, 3, 2, 4).permute(3, 2, 0, 1)
state["_bn0.weight"] = shared[3:8]
state["_bn0.bias"] = shared[8:20:3]
state["_bn0.num_batches_tracked"] = torch.tensor(-(2**40))
state["_blocks.0._depthwise_conv.weight"] = torch.randn(3, 3, 5, 1).permute(2, 3, 0, 1)
state["_blocks.1._expand_conv.weight"] = torch.randn(1, 1, 4, 6).permute(3, 2, 0, 1)
state["_fc.weight"] = torch.randn(5, 7).t()
state["_fc.bias"] = torch.randn(1)
state._metadata = collections.OrderedDict({"": {"version": 1}})

torch.save(state, here / "legacy.pth", _use_new_zipfile_serialization=False)

names = {
    "_conv_stem": "conv_stem", "_bn0": "bn1", "_blocks.0._depthwise_conv": "blocks.0.0.conv_dw",
    "_blocks.1._expand_conv": "blocks.1.0.conv_pw", "_fc": "classifier",
}
expected = {}
for name, tensor in torch.load(here / "legacy.pth", weights_only=True).items():
    layer, _, parameter = name.rpartition(".")
    expected[f"{names[layer]}.{parameter}"] = {
        "dtype": {torch.float32: "F32", torch.int64: "I64"}[tensor.dtype],
        "shape": list(tensor.shape),
        "values": tensor.contiguous().flatten().tolist(),
    }
(here / "legacy.json").write_text(json.dumps(expected, indent=1) + "\n")
