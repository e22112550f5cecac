"""script/gpu-check says in one sentence what is missing, and ends with exit code 4; on the processor it runs to its end."""

import os
import pathlib
import stat
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
#: The Python that script/parity makes, and the program that is compared: both take long to make, so neither is made here.
PEER = ROOT / os.environ.get("CYGNET_PARITY", ".build/parity") / "bin/python"
PROGRAM = ROOT / ".build/release/network-benchmark"


class GPUCheck(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="cygnet gpu ")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def check(self, gpus=None):
        """Runs the script where nvidia-smi is absent (None) or lists `gpus`."""
        environment = dict(os.environ, CYGNET_PARITY=str(self.folder / "nowhere"))
        tool = self.folder / "nvidia-smi"
        if gpus is None:
            shadowed = [path for path in environment["PATH"].split(":") if not os.path.exists(os.path.join(path, "nvidia-smi"))]
            environment["PATH"] = ":".join(shadowed)
        else:
            tool.write_text(f"#!/bin/sh\n{gpus}\n")
            tool.chmod(tool.stat().st_mode | stat.S_IXUSR)
            environment["PATH"] = f"{self.folder}:{environment['PATH']}"
        return subprocess.run(["script/gpu-check"], cwd=ROOT, env=environment, capture_output=True, text=True)

    def test_without_a_driver(self):
        result = self.check()
        self.assertEqual(result.returncode, 4)
        self.assertIn("There is no NVIDIA GPU here", result.stderr)
        self.assertEqual(len(result.stderr.splitlines()), 1)

    def test_with_a_driver_that_sees_no_gpu(self):
        result = self.check("echo No devices were found; exit 6")
        self.assertEqual(result.returncode, 4)
        self.assertIn("There is no NVIDIA GPU here", result.stderr)

    def test_without_the_python_to_compare_with(self):
        result = self.check("echo 'GPU 0: NVIDIA H100'")
        self.assertEqual(result.returncode, 4)
        self.assertIn("run script/parity once", result.stderr)

    def test_wrong_usage(self):
        result = subprocess.run(["script/gpu-check", "--device", "abacus"], cwd=ROOT, capture_output=True, text=True)
        self.assertEqual(result.returncode, 64)
        self.assertIn("usage", result.stderr)

    @unittest.skipUnless(PEER.exists() and PROGRAM.exists(), "needs script/parity's Python and a built network-benchmark")
    def test_on_the_processor(self):
        result = subprocess.run(["script/gpu-check", "--device", "cpu"], cwd=ROOT, capture_output=True, text=True)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        self.assertNotIn("FAIL", result.stdout)
        passed = [line for line in result.stdout.splitlines() if line.startswith("PASS")]
        self.assertEqual(len(passed), 3)
        self.assertRegex(passed[2], r"augmented crops, kept on the device +0\.0e\+00")
        self.assertRegex(result.stdout, r"train +convnextv2_atto +batch 4 +\d+ +\d+ +\d+ +[\d.]+ times eager")
        self.assertRegex(result.stdout, r"training on augmented crops.*device +host\n +convnextv2_atto +batch 4 +\d+ +\d+")


if __name__ == "__main__":
    unittest.main()
