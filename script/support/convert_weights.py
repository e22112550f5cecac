"""Converts the EfficientNet-Lite0 checkpoint, a legacy torch pickle, to safetensors with timm's names.

    python3 convert_weights.py efficientnet-lite0.pth tf_efficientnet_lite0.safetensors

Standard library only. A pickle is a program, so this reader resolves four names and nothing else: an ordered
dictionary, two storage types that stay plain labels, and one function of our own that describes a tensor. Whatever
else a file names is refused before it can be looked up, let alone called.

The format (torch.serialization, `_legacy_save`): five pickles (magic number, protocol, machine facts, the state
dictionary, the keys of the storages), then for each key the element count (int64) and the raw little-endian values.
"""

import collections
import io
import json
import math
import os
import pickle
import re
import struct
import sys

MAGIC_NUMBER = 0x1950A86A20F9469CFC6C
PROTOCOL = 1001

#: Storage type -> (safetensors type, bytes per element, format that `memoryview.cast` knows for that size).
STORAGES = {"FloatStorage": ("F32", 4, "I"), "LongStorage": ("I64", 8, "Q")}

#: Blocks in each stage of EfficientNet-Lite0 (Tan and Le 2019, table 1, without the rounding of the depth).
STAGES = [1, 2, 2, 3, 3, 4, 1]

#: Layers of a block: those of the checkpoint and those of timm's inverted residual.
BLOCK_LAYERS = {
    "_expand_conv": "conv_pw", "_bn0": "bn1", "_depthwise_conv": "conv_dw", "_bn1": "bn2", "_project_conv": "conv_pwl",
    "_bn2": "bn3",
}
#: The first block does not expand: timm's depthwise separable convolution.
FIRST_BLOCK_LAYERS = {"_depthwise_conv": "conv_dw", "_bn1": "bn1", "_project_conv": "conv_pw", "_bn2": "bn2"}
OUTER_LAYERS = {"_conv_stem": "conv_stem", "_bn0": "bn1", "_conv_head": "conv_head", "_bn1": "bn2", "_fc": "classifier"}


class Refused(Exception):
    """The file is damaged, or asks for something that a file of weights has no need of."""


Storage = collections.namedtuple("Storage", "kind key count")
Tensor = collections.namedtuple("Tensor", "storage offset shape strides")


def describe_tensor(storage, offset, shape, strides, *_):
    """Stands in for `torch._utils._rebuild_tensor_v2`: notes where a tensor lies, after checking that it can lie there."""
    numbers = [offset, *shape, *strides]
    if not isinstance(storage, Storage) or len(shape) != len(strides):
        raise Refused("a tensor without a storage")
    if not all(type(number) is int and number >= 0 for number in numbers):
        raise Refused("a tensor with a negative or fractional size")
    last = offset + sum((size - 1) * stride for size, stride in zip(shape, strides))
    if 0 in shape or last >= storage.count or math.prod(shape) > storage.count:
        raise Refused(f"a tensor that reaches beyond its storage {storage.key}")
    return Tensor(storage, offset, tuple(shape), tuple(strides))


class RestrictedUnpickler(pickle.Unpickler):
    """An unpickler that knows four names."""

    ALLOWED = {
        ("collections", "OrderedDict"): collections.OrderedDict,
        ("torch._utils", "_rebuild_tensor_v2"): describe_tensor,
        ("torch", "FloatStorage"): "FloatStorage",
        ("torch", "LongStorage"): "LongStorage",
    }

    def find_class(self, module, name):
        try:
            return self.ALLOWED[module, name]
        except KeyError:
            raise Refused(f"it names {module}.{name}, which weights have no need of") from None

    def persistent_load(self, identifier):
        tag, kind, key, _, count, view = identifier
        if tag != "storage" or kind not in STORAGES or type(key) is not str or type(count) is not int or view is not None:
            raise Refused(f"it holds a storage of an unknown kind: {identifier!r}")
        return Storage(kind, key, count)


def read_state(data):
    """The tensors of a legacy checkpoint: name -> (safetensors type, shape, values in row-major order)."""
    stream = io.BytesIO(data)
    try:
        magic, protocol, machine, state, keys = (RestrictedUnpickler(stream).load() for _ in range(5))
    except Refused:
        raise
    except Exception as error:  # A damaged pickle raises almost anything.
        raise Refused(f"it is not a legacy torch checkpoint ({type(error).__name__})") from None
    if magic != MAGIC_NUMBER or protocol != PROTOCOL or machine.get("little_endian") is not True:
        raise Refused("it is not a little-endian legacy torch checkpoint")
    if not isinstance(state, dict) or not all(type(k) is str and type(v) is Tensor for k, v in state.items()):
        raise Refused("it holds something other than named tensors")

    storages = {tensor.storage.key: tensor.storage for tensor in state.values()}
    if not isinstance(keys, list) or sorted(map(str, keys)) != sorted(storages):
        raise Refused("the list of its storages does not match its tensors")
    values = {key: read_storage(stream, storages[key]) for key in keys}
    if stream.read(1):
        raise Refused("bytes follow its last storage")
    return {
        name: (STORAGES[tensor.storage.kind][0], tensor.shape, row_major(tensor, values[tensor.storage.key]))
        for name, tensor in state.items()
    }


def read_storage(stream, storage):
    """The values of one storage, as unsigned integers of the element's size: copied, never interpreted."""
    _, width, code = STORAGES[storage.kind]
    header = stream.read(8)
    if len(header) != 8 or struct.unpack("<q", header)[0] != storage.count:
        raise Refused(f"storage {storage.key} does not hold the {storage.count} values it should")
    data = stream.read(storage.count * width)
    if len(data) != storage.count * width:
        raise Refused(f"it ends inside storage {storage.key}")
    return memoryview(data).cast(code)


def row_major(tensor, values):
    """The bytes of a tensor in row-major order; this checkpoint keeps TensorFlow's order behind permuted strides."""
    axes = [(size, stride) for size, stride in zip(tensor.shape, tensor.strides) if size > 1] or [(1, 1)]
    *outer, (count, step) = axes
    starts = [tensor.offset]
    for size, stride in outer:
        starts = [start + index * stride for start in starts for index in range(size)]
    step = max(step, 1)
    return b"".join(values[start:start + (count - 1) * step + 1:step].tobytes() for start in starts)


def timm_name(name):
    """The name timm gives the same tensor in its `tf_efficientnet_lite0`."""
    block = re.fullmatch(r"_blocks\.(\d+)\.(\w+)\.(\w+)", name)
    outer = re.fullmatch(r"(\w+)\.(\w+)", name)
    if block and int(block[1]) < sum(STAGES):
        index = int(block[1])
        layer = (BLOCK_LAYERS if index else FIRST_BLOCK_LAYERS).get(block[2])
        stage = 0
        while index >= STAGES[stage]:
            index -= STAGES[stage]
            stage += 1
        if layer:
            return f"blocks.{stage}.{index}.{layer}.{block[3]}"
    elif outer and outer[1] in OUTER_LAYERS:
        return f"{OUTER_LAYERS[outer[1]]}.{outer[2]}"
    raise Refused(f"it holds a tensor of another network: {name}")


def safetensors(tensors):
    """The bytes of a safetensors file: the header's length, the header padded to eight bytes, the values."""
    header, offset = {"__metadata__": {"format": "pt"}}, 0
    for name, (kind, shape, values) in tensors.items():
        header[name] = {"dtype": kind, "shape": list(shape), "data_offsets": [offset, offset + len(values)]}
        offset += len(values)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + b"".join(values for _, _, values in tensors.values())


def convert(source, destination):
    """Converts one file; the destination appears only when it is whole."""
    with open(source, "rb") as file:
        tensors = {timm_name(name): tensor for name, tensor in read_state(file.read()).items()}
    # Wide elements first keeps every tensor aligned to its own size, as the format's specification asks.
    ordered = dict(sorted(tensors.items(), key=lambda item: item[1][0] != "I64"))
    temporary = destination + ".partial"
    with open(temporary, "wb") as file:
        file.write(safetensors(ordered))
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, destination)


def main(arguments):
    if len(arguments) != 2:
        print("usage: convert_weights.py CHECKPOINT.pth WEIGHTS.safetensors", file=sys.stderr)
        return 64
    try:
        convert(*arguments)
    except (Refused, OSError) as error:
        print(f"{arguments[0]} was not converted: {error}.", file=sys.stderr)
        return 4
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
