"""The converter of pretrained weights reads what torch wrote, and executes nothing."""

import collections
import io
import json
import os
import pickle
import struct
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FIXTURES = os.path.join(ROOT, "Tests", "Fixtures", "Scripts")
sys.path.insert(0, os.path.join(ROOT, "script", "support"))

import convert_weights  # noqa: E402  (it lies in the folder named above)


def read_safetensors(path):
    """Header without metadata, and the bytes of each tensor."""
    with open(path, "rb") as file:
        data = file.read()
    (length,) = struct.unpack_from("<Q", data)
    header = json.loads(data[8:8 + length])
    header.pop("__metadata__")
    values = {}
    for name, entry in header.items():
        start, end = entry["data_offsets"]
        values[name] = data[8 + length + start:8 + length + end]
    return header, values


class Call:
    """Pickles as a call of `function`."""

    def __init__(self, function, *arguments):
        self.call = (function, arguments)

    def __reduce__(self):
        return self.call


class ConvertWeights(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.canary = os.path.join(self.folder, "canary")
        with open(os.path.join(FIXTURES, "legacy.pth"), "rb") as file:
            self.legacy = file.read()

    def run_on(self, data):
        source, destination = (os.path.join(self.folder, name) for name in ("in.pth", "out.safetensors"))
        with open(source, "wb") as file:
            file.write(data)
        script = os.path.join(ROOT, "script", "support", "convert_weights.py")
        run = subprocess.run(
            [sys.executable, "-B", script, source, destination], capture_output=True, text=True, check=False)
        return run, destination

    def refused(self, data):
        """Runs the converter, which must refuse, leave nothing and execute nothing; answers its one sentence."""
        run, _ = self.run_on(data)
        self.assertEqual(run.returncode, 4, run.stderr)
        self.assertEqual(run.stderr.count("\n"), 1, run.stderr)
        self.assertIn("was not converted", run.stderr)
        self.assertEqual(os.listdir(self.folder), ["in.pth"])
        return run.stderr

    def checkpoint(self, state, protocol=2):
        """A legacy checkpoint around any state, whatever it makes the unpickler do."""
        stream = io.BytesIO()
        for part in (convert_weights.MAGIC_NUMBER, convert_weights.PROTOCOL, {"little_endian": True}, state, []):
            pickle.dump(part, stream, protocol=protocol)
        return stream.getvalue()

    def test_equals_what_torch_loads(self):
        run, destination = self.run_on(self.legacy)
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        with open(os.path.join(FIXTURES, "legacy.json"), encoding="utf-8") as file:
            expected = json.load(file)
        header, values = read_safetensors(destination)
        self.assertEqual(set(header), set(expected))
        for name, tensor in expected.items():
            self.assertEqual((header[name]["dtype"], header[name]["shape"]), (tensor["dtype"], tensor["shape"]), name)
            code = {"F32": "f", "I64": "q"}[tensor["dtype"]]
            found = [number for (number,) in struct.iter_unpack("<" + code, values[name])]
            self.assertEqual(found, tensor["values"], name)

    def test_refuses_to_call_the_system(self):
        for protocol in (0, 1, 2, 4, 5):
            with self.subTest(protocol=protocol):
                message = self.refused(self.checkpoint({"w": Call(os.system, f"touch {self.canary}")}, protocol))
                self.assertIn("system", message)

    def test_refuses_to_evaluate_open_import_or_unpickle(self):
        calls = {
            "eval": Call(eval, f"open({self.canary!r}, 'w')"),
            "open": Call(open, self.canary, "w"),
            "__import__": Call(__import__, "antigravity"),
            "loads": Call(pickle.loads, pickle.dumps(Call(os.system, f"touch {self.canary}"))),
            "run": Call(subprocess.run, ["touch", self.canary]),
        }
        for name, call in calls.items():
            with self.subTest(name):
                self.assertIn(name, self.refused(self.checkpoint({"w": call})))

    def test_refuses_a_call_in_any_of_the_pickles(self):
        self.assertIn("system", self.refused(pickle.dumps(Call(os.system, f"touch {self.canary}"))))

    def test_refuses_names_reached_through_an_allowed_one(self):
        # Protocol 4 looks dotted names up attribute by attribute.
        stack_global = b"\x80\x04\x8c\x0bcollections\x8c\x0fOrderedDict.pop\x93."
        self.assertIn("OrderedDict.pop", self.refused(stack_global))
        self.assertIn("abc.OrderedDict", self.refused(b"cabc\nOrderedDict\n."))

    def test_refuses_a_file_that_ends_early(self):
        for length in (0, 1, 100, len(self.legacy) // 2, len(self.legacy) - 1):
            with self.subTest(length=length):
                self.refused(self.legacy[:length])

    def test_refuses_bytes_after_the_end(self):
        self.assertIn("bytes follow", self.refused(self.legacy + b"\0"))

    def test_refuses_damaged_bytes_or_reads_them_as_values(self):
        # A flipped byte may fall among the values; it must never end in anything but a conversion or a refusal.
        for position in range(0, len(self.legacy), 7):
            data = bytearray(self.legacy)
            data[position] ^= 0xFF
            try:
                state = convert_weights.read_state(bytes(data))
                self.assertTrue(state)
            except convert_weights.Refused:
                pass

    def test_refuses_what_is_no_tensor(self):
        self.assertIn("other than named tensors", self.refused(self.checkpoint({"w": [1.0]})))
        self.assertIn("other than named tensors", self.refused(self.checkpoint([1.0])))

    def test_refuses_a_tensor_beyond_its_storage(self):
        storage = convert_weights.Storage("FloatStorage", "0", 6)
        self.assertEqual(convert_weights.describe_tensor(storage, 0, (2, 3), (3, 1)).shape, (2, 3))
        for offset, shape, strides in [
            (1, (2, 3), (3, 1)), (0, (2, 3), (4, 1)), (-1, (2,), (1,)), (0, (7,), (0,)), (0, (2,), (1, 1)), (0, (1.0,), (1,)),
        ]:
            with self.subTest(offset=offset, shape=shape, strides=strides):
                with self.assertRaises(convert_weights.Refused):
                    convert_weights.describe_tensor(storage, offset, shape, strides)

    def test_refuses_tensors_of_another_network(self):
        for name in ("fc.weight", "_blocks.16._bn1.weight", "_blocks.0._expand_conv.weight", "_blocks.1._se.weight"):
            with self.subTest(name), self.assertRaises(convert_weights.Refused):
                convert_weights.timm_name(name)

    def test_names_are_those_of_timm(self):
        names = {
            "_conv_stem.weight": "conv_stem.weight",
            "_bn0.running_mean": "bn1.running_mean",
            "_blocks.0._depthwise_conv.weight": "blocks.0.0.conv_dw.weight",
            "_blocks.0._project_conv.weight": "blocks.0.0.conv_pw.weight",
            "_blocks.1._expand_conv.weight": "blocks.1.0.conv_pw.weight",
            "_blocks.2._bn2.bias": "blocks.1.1.bn3.bias",
            "_blocks.15._project_conv.weight": "blocks.6.0.conv_pwl.weight",
            "_conv_head.weight": "conv_head.weight",
            "_bn1.num_batches_tracked": "bn2.num_batches_tracked",
            "_fc.bias": "classifier.bias",
        }
        self.assertEqual({name: convert_weights.timm_name(name) for name in names}, names)

    def test_an_ordered_dictionary_stays_one(self):
        data = pickle.dumps(collections.OrderedDict(a=1), protocol=2)
        self.assertEqual(convert_weights.RestrictedUnpickler(io.BytesIO(data)).load(), {"a": 1})


if __name__ == "__main__":
    unittest.main()
