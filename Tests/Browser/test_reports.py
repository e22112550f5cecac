"""The reports in a real browser: every chart draws, everything can be clicked, nothing is fetched, nothing complains.

Needs Chromium and the built tool. Run after a build:

    python3 -m unittest discover --start-directory Tests/Browser
"""

import os
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from chromium import Browser, find  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TOOL = os.path.join(ROOT, ".build", "release", "cygnet")

#: Charts, and how many shapes each one drew: bars, points, lines, cells.
MARKS = """[...document.querySelectorAll('.chart')].map(chart => [chart.id, chart.querySelectorAll(
  '.barlayer path, .scatterlayer path.point, .scatterlayer path.js-line, .heatmaplayer image, .scatterlayer path.js-fill'
).length])"""

#: The two image models of the demo preset, each trained in seconds.
IMAGES = [
    argument
    for model, size in enumerate((28, 32))
    for setting in (f"size={size}", "batch_size=8", "epochs=2", "steps_per_epoch=3", "test_time_views=1")
    for argument in ("--set", f"image_models.{model}.{setting}")
]


def run(*arguments, folder):
    """Runs the tool."""
    result = subprocess.run([TOOL, *arguments], cwd=folder, capture_output=True, text=True)
    if result.returncode:
        raise RuntimeError(f"cygnet {' '.join(arguments)}: {result.stderr}")


@unittest.skipUnless(find(), "Chromium is not installed")
@unittest.skipUnless(os.path.exists(TOOL), "the tool is not built")
class Reports(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="cygnet-reports-")
        folder = cls.folder.name
        run("synthesize", "cohort", "--patients", "40", "--lesions", "900", "--malignant", "60", "--images", "files",
            folder=folder)
        run("synthesize", "other", "--patients", "20", "--lesions", "300", "--malignant", "20", "--images", "none",
            "--seed", "7", folder=folder)
        run("eda", "cohort", "--out", "eda.html", "--thumbnails", folder=folder)
        run("eda", "other", "--out", "drift.html", "--reference", "cohort", folder=folder)
        run("train", "cohort", "--run", "run", "--preset", "tabular", "--set", "folds.count=3", "--set", "stack.bags=1",
            folder=folder)
        run("report", "--run", "run", "--out", "report.html", folder=folder)
        run("train", "cohort", "--run", "images", "--preset", "demo", "--set", "folds.count=2", "--set", "stack.bags=1",
            "--set", "frozen_embeddings=[]", *IMAGES, folder=folder)
        run("report", "--run", "images", "--out", "images.html", "--thumbnails", "cohort", folder=folder)
        with open(os.path.join(folder, "few.csv"), "w") as file:
            file.write("isic_id,target\n" + "".join(f"L{row},{int(row % 10 == 0)}\n" for row in range(30)))
        run("eda", "few.csv", "--out", "few.html", folder=folder)
        cls.browser = Browser()

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.folder.cleanup()

    def setUp(self):
        self.browser.complaints.clear()
        self.browser.requests.clear()
        self.browser.resize(1280, 900)
        self.browser.prefer_dark(False)

    def open(self, name):
        path = os.path.join(self.folder.name, name)
        self.browser.open(path)
        self.browser.wait_for("document.documentElement.dataset.ready === 'true'")
        return path

    def check_charts(self, at_least):
        marks = self.browser.evaluate(MARKS)
        self.assertGreaterEqual(len(marks), at_least)
        self.assertEqual([], [name for name, count in marks if count == 0], "empty charts")

    def settle(self):
        # Charts are drawn in the next tasks of the page.
        self.browser.evaluate("new Promise(done => setTimeout(done, 300))")

    def check_silence(self):
        self.assertEqual([], self.browser.complaints)
        strangers = [url for url in self.browser.requests if not url.startswith(("file://", "data:", "blob:"))]
        self.assertEqual([], strangers, "something was fetched")

    def click_through(self):
        """Uses everything that can be used."""
        choices = "[...document.querySelectorAll('.choice select')]"
        for select in range(self.browser.evaluate(f"{choices}.length")):
            for option in range(min(4, self.browser.evaluate(f"{choices}[{select}].length"))):
                self.browser.evaluate(
                    f"(s => {{ s.selectedIndex = {option}; s.dispatchEvent(new Event('change')); }})({choices}[{select}])")
                self.settle()
        self.browser.evaluate("document.querySelectorAll('details').forEach(item => item.open = true)")
        self.browser.evaluate("document.querySelectorAll('nav a').forEach(link => link.click())")
        dead = self.browser.evaluate(
            "[...document.querySelectorAll('nav a')].filter(a => !document.getElementById(a.hash.slice(1))).length")
        self.assertEqual(0, dead)
        for colours in ("light", "dark", "auto"):
            self.browser.evaluate("document.getElementById('theme').click()")
            self.settle()
            self.assertIn(colours, self.browser.evaluate("document.getElementById('theme').textContent"))

    def test_the_exploration_draws_and_can_be_clicked_through(self):
        self.open("eda.html")
        self.check_charts(at_least=8)
        self.click_through()
        self.check_charts(at_least=8)
        self.check_silence()

    def test_the_report_of_a_run_draws_and_can_be_clicked_through(self):
        self.open("report.html")
        self.check_charts(at_least=8)
        self.click_through()
        self.check_charts(at_least=8)
        self.check_silence()

    def test_image_models_have_their_charts_and_failures_their_pictures(self):
        self.open("images.html")
        self.check_charts(at_least=12)
        for name in ("learning-curves", "losses", "coverage", "error-correlation"):
            self.assertTrue(self.browser.evaluate(f"!!document.getElementById('{name}-chart')"), name)
        self.click_through()
        self.check_charts(at_least=12)
        self.browser.wait_for("[...document.querySelectorAll('.wall img')].every(image => image.naturalWidth > 0)")
        self.assertGreater(self.browser.evaluate("document.querySelectorAll('.wall img').length"), 5)
        self.check_silence()

    def test_operating_points_follow_the_prevalence(self):
        self.open("report.html")
        cells = "[...document.querySelectorAll('.prevalence tbody tr')].map(row => [...row.cells].map(c => c.textContent))"
        before = self.browser.evaluate(cells)
        self.assertEqual(4, len(before))
        self.browser.evaluate(
            "(i => { i.value = '1000'; i.dispatchEvent(new Event('input')); })(document.querySelector('.prevalence input'))")
        after = self.browser.evaluate(cells)
        sensitivity, specificity = self.browser.evaluate(
            "(row => [Number(row.dataset.sensitivity), Number(row.dataset.specificity)])"
            "(document.querySelector('.prevalence tbody tr'))")
        flagged = sensitivity / 1000 + (1 - specificity) * 0.999
        self.assertAlmostEqual(flagged / (sensitivity / 1000), float(after[0][4].replace(",", "")), delta=flagged * 10)
        self.assertNotEqual(before, after)
        self.check_silence()

    def test_the_comparison_of_two_cohorts_draws(self):
        self.open("drift.html")
        self.check_charts(at_least=8)
        self.click_through()
        self.check_silence()

    def test_a_cohort_without_most_columns_still_opens(self):
        self.open("few.html")
        self.check_charts(at_least=1)
        self.click_through()
        self.check_silence()

    def test_a_phone_shows_the_whole_width(self):
        self.browser.resize(390, 844, scale=2, mobile=True)
        self.open("eda.html")
        self.check_charts(at_least=8)
        width = self.browser.evaluate("document.documentElement.scrollWidth")
        self.assertLessEqual(width, 390)
        self.check_silence()

    def test_dark_readers_get_a_dark_page(self):
        self.browser.prefer_dark(True)
        self.open("eda.html")
        self.assertEqual("dark", self.browser.evaluate("document.documentElement.dataset.theme"))
        self.check_charts(at_least=8)
        self.check_silence()

    def test_the_page_prints(self):
        self.open("eda.html")
        pdf = self.browser.print()
        self.assertTrue(pdf.startswith(b"%PDF"))
        self.assertGreater(len(pdf), 100_000)
        self.check_silence()

    def test_keyboard_and_screen_readers_find_everything(self):
        self.open("eda.html")
        problems = self.browser.evaluate("""[
          ...[...document.querySelectorAll('.chart')].filter(c => c.getAttribute('role') !== 'img' || !c.getAttribute('aria-label')).map(c => 'chart ' + c.id),
          ...[...document.querySelectorAll('table')].filter(t => !t.caption || !t.caption.textContent).map(() => 'table without caption'),
          ...[...document.querySelectorAll('th')].filter(t => !t.scope).map(() => 'header without scope'),
          ...[...document.querySelectorAll('img')].filter(i => !i.alt).map(() => 'picture without words'),
          ...[...document.querySelectorAll('select')].filter(s => !s.labels.length).map(s => 'choice without label ' + s.id),
          ...[...document.querySelectorAll('section')].filter(s => !document.getElementById(s.getAttribute('aria-labelledby'))).map(s => 'section ' + s.id),
          ...(document.querySelectorAll('main').length === 1 && document.querySelectorAll('h1').length === 1 ? [] : ['landmarks']),
          ...(document.documentElement.lang ? [] : ['language']),
          ...(document.title ? [] : ['title'])]""")
        self.assertEqual([], problems)


if __name__ == "__main__":
    unittest.main()
