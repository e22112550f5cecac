"""script/gpu-check says in one sentence what is missing, and ends with exit code 4."""

import os
import pathlib
import stat
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]


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


if __name__ == "__main__":
    unittest.main()
