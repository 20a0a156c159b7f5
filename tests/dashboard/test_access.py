"""The page for those who do not use a mouse, do not see, or have little room or light."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from .browser import By, Keys, field, press, status, until, value, waits, week

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FEWEST = 20
RUN = """
const done = arguments[arguments.length - 1];
axe.run({runOnly: arguments[0]}).then(
    found => done([found.violations.map(one => [one.id, one.nodes[0].html]), found.passes.length]),
    error => done([[String(error)], 0])
);
"""
OUTLINE = """
const style = getComputedStyle(document.activeElement);
return style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth);
"""


@pytest.fixture(scope="module")
def axe():
    found = find_spec("axe_playwright_python")
    if found is None:
        pytest.skip("axe is not installed: pip install 'sanlian-sim[browser]'")
    return Path(found.origin).with_name("axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def sized(tab):
    """Give the window a width and paper."""

    def size(width, scheme):
        metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        tab.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        feature = {"name": "prefers-color-scheme", "value": scheme}
        tab.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})

    yield size
    size(1366, "light")
    tab.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_axe_finds_nothing(axe, tab, sized, lang):
    press(tab, "+ 4 weeks")
    waits(tab, "week 4 of 260, paused")
    field(tab, "employer").find_element(By.CSS_SELECTOR, "option[value=none]").click()
    until(tab, lambda d: d.find_elements(By.CSS_SELECTOR, "[role=alert]"))
    if lang == "zh":
        press(tab, "中文")
        waits(tab, "暂停")
    tab.execute_script(axe)
    tab.execute_script("document.querySelector('details').open = true")
    tab.set_script_timeout(120)
    for width in (375, 768, 1280):
        for scheme in ("light", "dark"):
            sized(width, scheme)
            wrong, passed = tab.execute_async_script(RUN, RULES)
            assert wrong == [], (width, scheme)
            assert passed > FEWEST
            assert tab.execute_script("return document.documentElement.scrollWidth") <= width


def test_everything_has_a_name(tab):
    for one in tab.find_elements(By.CSS_SELECTOR, "input, select"):
        label = tab.find_element(By.CSS_SELECTOR, f"label[for='{one.get_attribute('id')}']")
        assert label.get_attribute("textContent")
    told = tab.find_elements(By.CSS_SELECTOR, "button:not(.fold), a")
    assert all(one.accessible_name for one in told)
    pictures = tab.find_elements(By.CSS_SELECTOR, "svg:not([aria-hidden])")
    assert all(one.get_attribute("aria-label") for one in pictures)


def test_a_lesson_by_keyboard_alone(tab):
    order = []
    for _ in range(60):
        tab.switch_to.active_element.send_keys(Keys.TAB)
        here = tab.switch_to.active_element
        name = here.get_attribute("id") or here.text.strip()
        seen = here.tag_name == "body" or name in ("", *order)
        assert seen or tab.execute_script(OUTLINE) >= 2, f"{name}: no outline"
        order.append(name)
    told = [
        "Start",
        "+ 1 week",
        "Reset",
        "pace",
        "Download experiment",
        "delegation",
        "seed",
        "left",
    ]
    assert [name for name in dict.fromkeys(order) if name in told] == told
    reach(tab, "delegation").send_keys(Keys.ARROW_LEFT)
    assert float(value(tab, "delegation")) == pytest.approx(0.55)
    reach(tab, "Start").send_keys(Keys.ENTER)
    until(tab, lambda d: week(d) >= 2)
    reach(tab, "Pause").send_keys(Keys.SPACE)
    waits(tab, "paused")
    assert "of 260" in status(tab)


def reach(driver, name):
    """Go on by the Tab key until something has the focus, and return it."""
    for _ in range(60):
        here = driver.switch_to.active_element
        if name in (here.get_attribute("id"), here.text.strip()):
            return here
        here.send_keys(Keys.TAB)
    raise AssertionError(f"{name} is not reached")


def test_on_a_narrow_window_controls_are_folded(tab, sized):
    sized(375, "light")
    assert not field(tab, "platform").is_displayed()
    fold = tab.find_element(By.CSS_SELECTOR, ".fold")
    assert fold.get_attribute("aria-expanded") == "false"
    fold.click()
    until(tab, lambda d: field(d, "platform").is_displayed())
    assert tab.find_element(By.CSS_SELECTOR, ".fold").get_attribute("aria-expanded") == "true"
