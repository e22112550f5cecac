"""The functions of script/dist pack real programs; the build itself, which takes minutes, is not repeated here."""

import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]


def packing(command, *arguments):
    """Calls a function of packing.sh."""
    script = f"source script/support/common.sh; source script/support/packing.sh; {command}"
    return subprocess.run(["bash", "-euo", "pipefail", "-c", script, "bash", *map(str, arguments)],
                          cwd=ROOT, capture_output=True, text=True)


@unittest.skipUnless(shutil.which("gcc") or shutil.which("clang"), "no C compiler")
class Packing(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="cygnet packing ")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name).resolve()
        self.borrowed = self.folder / "borrowed"
        self.packed = self.folder / "packed"
        for path in (self.borrowed, self.packed / "bin", self.packed / "lib"):
            path.mkdir(parents=True)
        compiler = shutil.which("gcc") or shutil.which("clang")
        (self.folder / "inner.c").write_text("int inner(void) { return 7; }\n")
        (self.folder / "outer.c").write_text("int inner(void); int outer(void) { return inner(); }\n")
        (self.folder / "main.c").write_text("int outer(void); int main(void) { return outer(); }\n")

        def compile(*arguments):
            subprocess.run([compiler, *map(str, arguments)], cwd=self.folder, check=True)

        compile("-shared", "-fPIC", "inner.c", "-o", self.borrowed / "libinner.so")
        compile("-shared", "-fPIC", "outer.c", "-o", self.borrowed / "libouter.so", f"-L{self.borrowed}", "-linner")
        compile("-shared", "-fPIC", "inner.c", "-o", self.packed / "bin/libCTorch.so")
        compile("main.c", "-o", self.packed / "bin/cygnet", f"-L{self.borrowed}", "-louter", f"-Wl,-rpath-link,{self.borrowed}",
                "-Wl,--disable-new-dtags,-rpath,$ORIGIN/../lib")
        self.program = self.packed / "bin/cygnet"

    def run_program(self):
        return subprocess.run([self.program], env={}, capture_output=True).returncode

    def test_libraries_and_what_they_need_come_along_but_not_the_systems(self):
        self.assertEqual(self.run_program(), 127)
        result = packing('copy_libraries "$1" "$2" "$3"', self.program, self.packed / "lib", self.borrowed)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(sorted(os.listdir(self.packed / "lib")), ["libinner.so", "libouter.so"])
        shutil.rmtree(self.borrowed)
        self.assertEqual(self.run_program(), 7)
        moved = self.folder / "elsewhere"
        self.packed.rename(moved)
        self.program = moved / "bin/cygnet"
        self.assertEqual(self.run_program(), 7)
        self.assertEqual(packing('check_libraries "$1"', moved).returncode, 0)

    def test_a_torch_library_that_needs_more_than_pytorch_is_refused(self):
        packing('copy_libraries "$1" "$2" "$3"', self.program, self.packed / "lib", self.borrowed)
        subprocess.run([shutil.which("gcc") or shutil.which("clang"), "-shared", "-fPIC", "inner.c", "-Wl,-soname,libother.so",
                        "-o", "libother.so"], cwd=self.folder, check=True)
        subprocess.run([shutil.which("gcc") or shutil.which("clang"), "-shared", "-fPIC", "outer.c", "-L.", "-l:libother.so",
                        "-o", self.packed / "bin/libCTorch.so"], cwd=self.folder, check=True)
        result = packing('check_libraries "$1"', self.packed)
        self.assertEqual(result.returncode, 4)
        self.assertIn("libCTorch.so needs libother.so", result.stderr)

    def test_a_library_that_is_not_there_is_one_sentence_and_exit_code_4(self):
        result = packing('copy_libraries "$1" "$2"', self.program, self.packed / "lib")
        self.assertEqual(result.returncode, 4)
        self.assertIn("The library libouter.so is missing", result.stderr)

    def test_a_library_that_stayed_behind_is_refused(self):
        packing('copy_libraries "$1" "$2" "$3"', self.program, self.packed / "lib", self.borrowed)
        (self.packed / "lib/libinner.so").unlink()
        result = packing('check_libraries "$1"', self.packed)
        self.assertEqual(result.returncode, 4)
        self.assertIn("libinner.so", result.stderr)


if __name__ == "__main__":
    unittest.main()
