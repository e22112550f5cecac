"""The notebook that `cygnet eda --notebook` writes is valid nbformat 4.5 and nbconvert renders it.

Needs the built tool and nbformat with nbconvert, which script/bootstrap brings. Run after a build:

    PYTHONPATH=$(script/bootstrap --with-notebooks) python3 -m unittest discover --start-directory Tests/Browser
"""

import json
import os
import subprocess
import tempfile
import unittest

try:
    import nbformat
    # Where the templates lie when the packages are in a folder of their own, as script/bootstrap installs them.
    os.environ.setdefault("JUPYTER_PATH", os.path.join(os.path.dirname(nbformat.__file__), "..", "share", "jupyter"))
    from nbconvert import HTMLExporter
except ImportError:
    nbformat = None

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TOOL = os.path.join(ROOT, ".build", "release", "cygnet")


@unittest.skipUnless(nbformat, "nbformat and nbconvert are not installed")
@unittest.skipUnless(os.path.exists(TOOL), "the tool is not built")
class Notebooks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="cygnet-notebook-")
        for arguments in (
            ["synthesize", "cohort", "--patients", "20", "--lesions", "400", "--malignant", "30", "--images", "none"],
            ["eda", "cohort", "--out", "eda.html", "--notebook", "01_eda.ipynb"],
        ):
            subprocess.run([TOOL, *arguments], cwd=cls.folder.name, check=True, capture_output=True)
        cls.path = os.path.join(cls.folder.name, "01_eda.ipynb")
        cls.notebook = nbformat.read(cls.path, as_version=nbformat.NO_CONVERT)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_it_is_valid(self):
        self.assertEqual((4, 5), (self.notebook.nbformat, self.notebook.nbformat_minor))
        nbformat.validate(self.notebook, relax_add_props=False)
        with open(self.path) as file:
            nbformat.validate(json.load(file))

    def test_every_code_cell_was_executed_and_compiles(self):
        code = [cell for cell in self.notebook.cells if cell.cell_type == "code"]
        self.assertGreaterEqual(len(code), 8)
        for number, cell in enumerate(code, start=1):
            self.assertEqual(number, cell.execution_count)
            compile(cell.source, f"cell {number}", "exec")

    def test_nbconvert_renders_it(self):
        page, _ = HTMLExporter().from_notebook_node(self.notebook)
        for cell in self.notebook.cells:
            if cell.cell_type == "markdown" and cell.source.startswith("## "):
                self.assertIn(cell.source.splitlines()[0][3:].replace("&", "&amp;").split("`")[0], page)
        self.assertNotIn("Traceback", page)


if __name__ == "__main__":
    unittest.main()
