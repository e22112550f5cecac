"""script/bootstrap installs what the lock names, and ends with one sentence and exit code 4 when it cannot.

Each test runs the real script in a small project of its own: a lock of one tiny wheel that lies in a local folder, a
cache of its own, and a PATH that holds the tools of a Debian machine or less.
"""

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
import zipfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
REFUSED = "http://127.0.0.1:9"

#: Every command that script/bootstrap may use, other than those a test takes away or stands in for.
TOOLS = [
    "awk", "basename", "bash", "cat", "cut", "dirname", "dpkg-query", "env", "flock", "grep", "head", "id", "ln", "ls",
    "mkdir", "mv", "python3", "rm", "sed", "sha256sum", "sleep", "sync", "tail", "touch", "uname",
]


def wheel(folder, name, version, files):
    """Writes a wheel and answers its line of the lock."""
    stem = f"{name.replace('-', '_')}-{version}"
    path = os.path.join(folder, f"{stem}-py3-none-any.whl")
    files = dict(files)
    files[f"{stem}.dist-info/METADATA"] = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    files[f"{stem}.dist-info/WHEEL"] = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    record = "".join(
        f"{file},sha256={base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b'=').decode()},{len(text)}\n"
        for file, text in files.items())
    files[f"{stem}.dist-info/RECORD"] = record + f"{stem}.dist-info/RECORD,,\n"
    with zipfile.ZipFile(path, "w") as archive:
        for file, text in files.items():
            archive.writestr(file, text)
    with open(path, "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    return f"wheel {name} {version} {os.path.basename(path)} {digest}"


class Bootstrap(unittest.TestCase):
    def setUp(self):
        # A space in the path, because somebody's folder has one.
        folder = tempfile.TemporaryDirectory(prefix="cygnet bootstrap ")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.project, self.wheels, self.cache, self.bin = (
            os.path.join(self.folder, name) for name in ("project", "wheels", "cache", "bin"))
        for path in (self.project, self.wheels, self.bin):
            os.mkdir(path)
        shutil.copytree(os.path.join(ROOT, "script"), os.path.join(self.project, "script"))
        for tool in TOOLS:
            path = shutil.which(tool)
            if path is None:
                self.fail(f"{tool} is missing on this machine")
            os.symlink(sys.executable if tool == "python3" else path, os.path.join(self.bin, tool))
        self.lines = [
            wheel(self.wheels, "tiny-library", "1.2.3", {
                "tiny/lib/libtiny.so.7": "machine code", "tiny/tiny.py": "pass\n", "chart/deep/inside/chart.js": "draw()",
            }),
            "keep tiny/lib/",
            "link tiny/lib/libtiny.so libtiny.so.7",
            "keep chart/deep/inside/chart.js chart/chart.js",
            "debian coreutils",
        ]

    def stand_in(self, tool, script):
        """Replaces a tool by a few lines of shell."""
        path = os.path.join(self.bin, tool)
        if os.path.lexists(path):
            os.remove(path)
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"#!/bin/bash\n{script}\n")
        os.chmod(path, 0o755)

    def environment(self, **changes):
        """A machine of its own: no settings of ours, wheels from the local folder, no network."""
        base = {
            "PATH": self.bin, "HOME": os.path.join(self.folder, "home"), "CYGNET_CACHE": self.cache,
            "PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": f"file://{self.wheels.replace(' ', '%20')}",
            "http_proxy": REFUSED, "https_proxy": REFUSED, "PIP_RETRIES": "0", "LC_ALL": "C.UTF-8",
        }
        base.update(changes)
        return {name: value for name, value in base.items() if value is not None}

    def write_lock(self):
        with open(os.path.join(self.project, "native.lock"), "w", encoding="utf-8") as file:
            file.write("# A lock.\n\n" + "\n".join(self.lines) + "\n")

    def bootstrap(self, *arguments, **changes):
        self.write_lock()
        # From another folder, because nobody should have to be in the right one.
        return subprocess.run(
            [os.path.join(self.project, "script", "bootstrap"), *arguments], cwd="/", env=self.environment(**changes),
            capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)

    def native(self, *parts):
        return os.path.join(self.project, ".native", *parts)

    def assert_installed(self, run):
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertEqual(run.stdout, "")
        with open(self.native("tiny", "lib", "libtiny.so"), encoding="utf-8") as file:
            self.assertEqual(file.read(), "machine code")
        with open(self.native("chart", "chart.js"), encoding="utf-8") as file:
            self.assertEqual(file.read(), "draw()")
        self.assertFalse(os.path.exists(self.native("tiny", "tiny.py")))
        folders = sorted(name for name in os.listdir(self.cache))
        self.assertEqual([name.partition("-")[0] for name in folders], ["lock", "native"], folders)

    def assert_refused(self, run, *words):
        """Exit code 4, and a last line that holds the words: one sentence, whatever was said before it was done."""
        self.assertEqual(run.returncode, 4, run.stderr)
        self.assertEqual(run.stdout, "")
        *progress, sentence = run.stderr.strip().splitlines()
        for line in progress:
            self.assertRegex(line, "^(Downloading|Installing|Unpacking)")
        for word in words:
            self.assertIn(word, sentence)
        self.assertTrue(sentence.endswith("."), sentence)
        self.assertFalse(os.path.lexists(self.native()))
        left = os.listdir(self.cache) if os.path.isdir(self.cache) else []
        self.assertFalse([name for name in left if name.startswith("native")], left)

    # MARK: What works

    def test_installs_and_links(self):
        self.assert_installed(self.bootstrap())

    def test_a_second_run_needs_neither_network_nor_pip(self):
        self.assert_installed(self.bootstrap())
        self.stand_in("python3", "exit 1")
        shutil.rmtree(self.wheels)
        run = self.bootstrap()
        self.assert_installed(run)
        self.assertEqual(run.stderr, "")

    def test_a_second_clone_uses_the_first_ones_cache(self):
        self.assert_installed(self.bootstrap())
        shutil.rmtree(self.wheels)
        os.remove(self.native())
        self.assert_installed(self.bootstrap())

    def test_two_at_once_do_not_clash(self):
        self.write_lock()
        runs = [
            subprocess.Popen(
                [os.path.join(self.project, "script", "bootstrap")], env=self.environment(), text=True,
                stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            for _ in range(3)
        ]
        for run in runs:
            output, errors = run.communicate()
            self.assert_installed(subprocess.CompletedProcess([], run.returncode, output, errors))

    def test_another_lock_makes_another_folder_and_moves_the_link(self):
        self.assert_installed(self.bootstrap())
        first = os.readlink(self.native())
        self.lines.append("link tiny/lib/libother.so libtiny.so.7")
        self.assertEqual(self.bootstrap().returncode, 0)
        self.assertNotEqual(os.readlink(self.native()), first)
        self.assertTrue(os.path.exists(self.native("tiny", "lib", "libother.so")))

    def test_what_a_killed_run_left_is_no_obstacle(self):
        self.assert_installed(self.bootstrap())
        target = os.readlink(self.native())
        os.rename(target, target + ".partial")
        shutil.rmtree(os.path.join(target + ".partial", "tiny"))
        self.assert_installed(self.bootstrap())

    def test_a_damaged_download_that_was_kept_is_named_and_fetched_again(self):
        downloads = os.path.join(self.cache, "downloads")
        os.makedirs(downloads)
        name = self.lines[0].split()[3]
        with open(os.path.join(downloads, name), "w", encoding="utf-8") as file:
            file.write("half of it")
        run = self.bootstrap()
        self.assert_refused(run, "checksum", name, "again")
        self.assert_installed(self.bootstrap())

    def test_an_unwritable_home_puts_the_cache_into_the_project(self):
        home = os.path.join(self.folder, "home")
        with open(home, "w", encoding="utf-8"):
            pass  # A file where a folder should be refuses everybody, root included.
        run = self.bootstrap(CYGNET_CACHE=None)
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertEqual(os.path.dirname(os.readlink(self.native())), os.path.join(self.project, ".build-native"))
        self.assertEqual(self.bootstrap(CYGNET_CACHE=None, HOME=None).returncode, 0)

    def test_debian_packages_are_installed_through_sudo(self):
        self.lines[-1] = "debian no-such-package"
        self.stand_in("id", "echo 1000")
        self.stand_in("sudo", 'while [[ $1 == --* ]]; do shift; done; AS_ROOT=yes exec "$@"')
        self.stand_in("apt-get", f'[[ $AS_ROOT == yes ]] && echo "$@" >> "{self.folder}/apt.log"')
        self.assert_installed(self.bootstrap())
        with open(os.path.join(self.folder, "apt.log"), encoding="utf-8") as file:
            calls = file.read().splitlines()
        self.assertEqual([call.split()[-1] for call in calls], ["update", "no-such-package"])

    def notebook_package(self, *digests):
        """A line of the lock for a Python package that notebooks are tested with."""
        _, name, version, _, digest = wheel(self.wheels, "tiny-notebook", "2.0", {"tiny_notebook.py": "answer = 42\n"}).split()
        self.lines.append(" ".join(["notebook", name, version, *(digests or ["0" * 64, digest])]))

    def test_python_packages_for_notebooks_are_kept_in_the_cache(self):
        self.notebook_package()
        run = self.bootstrap("--with-notebooks")
        self.assertEqual(run.returncode, 0, run.stderr)
        folder = run.stdout.strip()
        self.assertEqual(os.path.dirname(folder), self.cache)
        answer = subprocess.run(
            [sys.executable, "-B", "-c", "import tiny_notebook; print(tiny_notebook.answer)"],
            env={"PYTHONPATH": folder}, capture_output=True, text=True, check=True)
        self.assertEqual(answer.stdout, "42\n")
        shutil.rmtree(self.wheels)
        again = self.bootstrap("--with-notebooks")
        self.assertEqual((again.returncode, again.stdout, again.stderr), (0, run.stdout, ""))

    # MARK: What is refused

    def test_a_wrong_checksum_of_a_python_package(self):
        self.notebook_package("0" * 64)
        run = self.bootstrap("--with-notebooks")
        self.assertEqual((run.returncode, run.stdout), (4, ""))
        self.assertIn("nbformat and nbconvert for Python", run.stderr.splitlines()[-1])
        self.assertFalse([name for name in os.listdir(self.cache) if name.startswith("notebooks-")])

    def test_an_unknown_option(self):
        run = self.bootstrap("--with-everything")
        self.assertEqual((run.returncode, run.stdout), (64, ""))

    def test_a_wrong_checksum(self):
        words = self.lines[0].split()
        words[4] = "0" * 64
        found, self.lines[0] = self.lines[0].split()[4], " ".join(words)
        self.assert_refused(self.bootstrap(), "checksum", "tiny_library-1.2.3", "0" * 64, found)

    def test_no_network(self):
        run = self.bootstrap(PIP_NO_INDEX=None, PIP_FIND_LINKS=None, PIP_INDEX_URL=REFUSED + "/simple")
        self.assert_refused(run, "tiny-library 1.2.3 could not be downloaded", "network", "PIP_INDEX_URL")

    def test_no_network_for_debian_packages(self):
        self.lines[-1] = "debian no-such-package"
        self.stand_in("id", "echo 0")
        self.stand_in("apt-get", 'echo "W: noise"; echo "E: Failed to fetch http://deb.debian.org/debian"; exit 100')
        self.assert_refused(self.bootstrap(), "apt-get could not install no-such-package", "network", "Failed to fetch")

    def test_no_root(self):
        self.lines[-1] = "debian no-such-package"
        self.stand_in("id", "echo 1000")
        self.assert_refused(self.bootstrap(), "neither root nor sudo", "apt-get install no-such-package")

    def test_sudo_that_wants_a_password_without_a_terminal(self):
        self.lines[-1] = "debian no-such-package"
        self.stand_in("id", "echo 1000")
        self.stand_in("sudo", 'echo "sudo: a password is required" >&2; exit 1')
        self.stand_in("apt-get", "exit 1")
        self.assert_refused(self.bootstrap(), "no-such-package", "sudo: a password is required")

    def test_a_missing_python_on_a_machine_without_root(self):
        os.remove(os.path.join(self.bin, "python3"))
        self.stand_in("id", "echo 1000")
        self.assert_refused(self.bootstrap(), "apt-get install python3-pip")

    def test_a_missing_pip_on_a_machine_without_root(self):
        self.stand_in("python3", f'[[ "$*" == *pip* ]] && exit 1; exec "{sys.executable}" "$@"')
        self.stand_in("id", "echo 1000")
        self.assert_refused(self.bootstrap(), "apt-get install python3-pip")

    def test_a_machine_that_is_not_debian(self):
        os.remove(os.path.join(self.bin, "dpkg-query"))
        self.assert_refused(self.bootstrap(), "dpkg-query is missing")

    def test_another_processor(self):
        self.stand_in("uname", "echo Linux aarch64")
        self.assert_refused(self.bootstrap(), "x86_64", "aarch64")

    def test_a_cache_that_cannot_be_written(self):
        self.assert_refused(self.bootstrap(CYGNET_CACHE="/dev/null/cache"), "CYGNET_CACHE is /dev/null/cache")

    def test_a_folder_in_the_place_of_the_link(self):
        os.mkdir(self.native())
        run = self.bootstrap()
        self.assertEqual(run.returncode, 4, run.stderr)
        self.assertIn(".native is in the way", run.stderr.splitlines()[-1])

    def test_a_wheel_without_what_the_lock_keeps(self):
        self.lines.append("keep tiny/lib/libmissing.so")
        self.assert_refused(self.bootstrap(), "tiny/lib/libmissing.so")

    def test_weights_that_are_no_weights(self):
        self.lines += ["keep tiny/lib/libtiny.so.7 weights/tiny.pth", f"weights tiny 1 tiny.safetensors {'0' * 64}"]
        self.lines.remove("keep tiny/lib/")
        self.lines.remove("link tiny/lib/libtiny.so libtiny.so.7")
        self.assert_refused(self.bootstrap(), "weights tiny were not converted")

    def test_a_missing_swift(self):
        self.write_lock()
        run = subprocess.run(
            [os.path.join(self.project, "script", "build")], env=self.environment(), capture_output=True, text=True,
            check=False)
        self.assertEqual(run.returncode, 4, run.stderr)
        self.assertIn("Swift is missing", run.stderr.splitlines()[-1])


if __name__ == "__main__":
    unittest.main()
