"""The page in a browser: axe finds nothing, in light and dark, wide and narrow."""

import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

from sanlian_sim.experiments.comparison.provenance import provenance_of
from sanlian_sim.report.comparison.document import study_html

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """
const done = arguments[arguments.length - 1];
axe.run({runOnly: arguments[0]}).then(
    found => done(found.violations.map(one => [one.id, one.nodes[0].html])), error => done([error])
);
"""
# All but the long list of parameters, which would take minutes.
OPEN = "document.querySelectorAll('details.printed').forEach(one => one.open = true);"
WIDTH = "return [document.documentElement.scrollWidth, innerWidth];"


@pytest.fixture(scope="module")
def axe():
    found = find_spec("axe_playwright_python")
    if found is None:
        pytest.skip("axe is not installed: pip install 'sanlian-sim[browser]'")
    return Path(found.origin).with_name("axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def browser():
    pytest.importorskip("selenium", reason="pip install 'sanlian-sim[browser]'")
    from selenium import webdriver

    program, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if program is None or driver is None:
        pytest.skip("chromium and chromedriver are not installed")
    options = webdriver.ChromeOptions()
    options.binary_location = program
    for option in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(option)
    opened = webdriver.Chrome(options, webdriver.ChromeService(driver))
    yield opened
    opened.quit()


@pytest.fixture(scope="module")
def page(study, tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(study_html(study, provenance_of(study)), encoding="utf-8")
    return path


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 375)])
def test_axe_finds_nothing(axe, browser, page, scheme, width):
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    feature = {"name": "prefers-color-scheme", "value": scheme}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
    browser.get(page.as_uri())
    needed, there = browser.execute_script(WIDTH)
    assert needed <= there, "the page scrolls sideways"
    browser.execute_script(OPEN)
    browser.execute_script(axe)
    browser.set_script_timeout(120)
    assert browser.execute_async_script(RUN, RULES) == []
