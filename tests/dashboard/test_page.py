"""The page as a class uses it, in a browser without a window."""

import json
import shutil
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

import sanlian_sim as sl

pytest.importorskip("solara", reason="the extra 'dashboard' is not installed")
selenium = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")

from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402
from selenium.webdriver.support.ui import Select, WebDriverWait  # noqa: E402

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
DRIVER = shutil.which("chromedriver")
SECONDS = 60
SECONDS_TO_COMPILE = 240
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--window-size=1366,900",
)  # fmt: skip

pytestmark = pytest.mark.skipif(
    CHROMIUM is None or DRIVER is None, reason="no Chromium with its driver on this machine"
)


class Server:
    """The page's server, and how many sessions it runs."""

    def __init__(self, process):
        self.process = process
        self.address = f"http://127.0.0.1:{int(process.stdout.readline())}/"

    def sessions(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def wait_for_sessions(self, number):
        until = time.monotonic() + 20
        while self.sessions() != number and time.monotonic() < until:
            time.sleep(0.2)
        assert self.sessions() == number


@pytest.fixture(scope="module")
def server():
    command = [sys.executable, str(Path(__file__).with_name("server.py"))]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        made = Server(process)
        _wait_until_it_answers(made.address)
        yield made
        process.terminate()


def _wait_until_it_answers(address):
    for _ in range(SECONDS):
        try:
            urllib.request.urlopen(address + "readyz", timeout=5).close()
            return
        except OSError:
            time.sleep(1)


@pytest.fixture(scope="module")
def chromium(tmp_path_factory):
    options = selenium.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = selenium.Chrome(options=options, service=selenium.ChromeService(DRIVER))
    yield driver
    driver.quit()


@pytest.fixture
def tab(server, chromium):
    """Open the page; nothing may have gone wrong or left this machine when the test is over."""
    chromium.get_log("browser"), chromium.get_log("performance")
    chromium.get(server.address)
    waits(chromium, "week 0 of 260, paused", SECONDS_TO_COMPILE)
    yield chromium
    wrong = [entry for entry in chromium.get_log("browser") if entry["level"] == "SEVERE"]
    asked = {address for address in requests(chromium) if not address.startswith(server.address)}
    assert wrong == []
    assert asked == set()
    chromium.get("about:blank")
    server.wait_for_sessions(0)


def requests(driver):
    """Addresses that the page asked for over a network."""
    for entry in driver.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            address = message["params"]["request"]["url"]
            by_page = message["params"].get("documentURL", "").startswith("http")
            if by_page and address.startswith(("http", "ws")):
                yield address


def waits(driver, text, seconds=SECONDS):
    """Wait until the page says how far it is."""
    WebDriverWait(driver, seconds).until(lambda d: text in status(d))


def status(driver):
    found = driver.find_elements(By.CSS_SELECTOR, "[role=status]")
    return found[0].text if found else ""


def press(driver, text):
    driver.find_element(By.XPATH, f"//button[normalize-space(.)='{text}']").click()


def field(driver, name):
    return driver.find_element(By.ID, name)


def enter(driver, name, text):
    found = field(driver, name)
    found.send_keys(Keys.CONTROL, "a")
    found.send_keys(text, Keys.TAB)


def figures(driver):
    return [tile.text for tile in driver.find_elements(By.CSS_SELECTOR, ".figures > div")]


def value(driver, name):
    return field(driver, name).get_attribute("value")


def changed(driver, before):
    WebDriverWait(driver, SECONDS).until(lambda d: figures(d) != before and len(figures(d)) == 6)


def test_a_lesson(tab, tmp_path):
    press(tab, "+ 1 year")
    waits(tab, "week 52 of 260, paused")
    before = figures(tab)
    field(tab, "platform").send_keys(Keys.ARROW_LEFT * 4)
    changed(tab, before)
    waits(tab, "week 52 of 260, paused")
    press(tab, "+ 4 weeks")
    waits(tab, "week 56 of 260")
    press(tab, "Start")
    waits(tab, "week 6")
    press(tab, "Pause")
    waits(tab, "paused")
    link = tab.find_element(By.CSS_SELECTOR, "a[download]")
    given = urllib.parse.unquote(link.get_attribute("href").partition(",")[2])
    path = tmp_path / "experiment.toml"
    path.write_text(given, encoding="utf-8")
    levers = sl.load_experiment(path).scenario("linked").policy.levers
    assert levers.platform_level == pytest.approx(0.8)
    press(tab, "Reset")
    waits(tab, "week 0 of 260, paused")


def test_ten_quick_changes_of_every_control(tab):
    for name in ("delegation", "mix-purchase", "mix-venture", "mix-outsourcing", "monitoring",
                 "platform", "workers", "awareness", "response", "ageing"):  # fmt: skip
        field(tab, name).send_keys((Keys.ARROW_LEFT + Keys.ARROW_RIGHT) * 5)
    for name in ("employer", "closure"):
        choice = Select(field(tab, name))
        for n in range(10):
            choice.select_by_index(n % 2 + (name == "employer"))
    for name, numbers in (("population", range(600, 610)), ("communities", range(1, 11)),
                          ("seed", range(10))):  # fmt: skip
        for number in numbers:
            enter(tab, name, str(number))
    waits(tab, "paused")
    press(tab, "+ 4 weeks")
    waits(tab, "week 4 of 260, paused")
    mix = [float(value(tab, f"mix-{name}")) for name in ("purchase", "venture", "outsourcing")]
    assert sum(mix) == pytest.approx(1, abs=0.051)


def test_what_cannot_be_run_is_explained_beside_its_control(tab):
    press(tab, "+ 4 weeks")
    waits(tab, "week 4 of 260")
    before = figures(tab)
    Select(field(tab, "employer")).select_by_value("none")
    said = WebDriverWait(tab, SECONDS).until(
        lambda d: d.find_elements(By.XPATH, "//*[@id='employer']/..//*[@role='alert']")
    )
    assert "workers need an employer" in said[0].text
    assert figures(tab) == before
    Select(field(tab, "employer")).select_by_value("committee")
    WebDriverWait(tab, SECONDS).until(
        lambda d: not d.find_elements(By.CSS_SELECTOR, "[role=alert]")
    )


def test_tabs_are_apart_and_a_reload_starts_clean(tab, server):
    first = tab.current_window_handle
    tab.switch_to.new_window("tab")
    tab.get(server.address)
    waits(tab, "week 0 of 260, paused")
    assert server.sessions() == 2
    press(tab, "+ 1 week")
    waits(tab, "week 1 of 260")
    tab.get("about:blank")
    tab.close()
    tab.switch_to.window(first)
    server.wait_for_sessions(1)
    press(tab, "+ 1 year")
    waits(tab, "week 52 of 260")
    tab.refresh()
    waits(tab, "week 0 of 260, paused")
    server.wait_for_sessions(1)


def test_everything_has_a_name_and_is_reached_by_keyboard(tab):
    ids = [one.get_attribute("id") for one in tab.find_elements(By.CSS_SELECTOR, "input, select")]
    for name in ids:
        assert tab.find_element(By.CSS_SELECTOR, f"label[for='{name}']").get_attribute(
            "textContent"
        )
    assert all(one.accessible_name for one in tab.find_elements(By.CSS_SELECTOR, "button, a"))
    pictures = tab.find_elements(By.CSS_SELECTOR, "svg:not([aria-hidden])")
    assert all(one.get_attribute("aria-label") for one in pictures)
    reached = set()
    tab.find_element(By.TAG_NAME, "body").click()
    for _ in range(40):
        tab.switch_to.active_element.send_keys(Keys.TAB)
        reached.add(tab.switch_to.active_element.get_attribute("id"))
    folded = {name for name in ids if name.startswith("delegation-")}
    assert set(ids) - folded <= reached


@pytest.mark.parametrize("width", [800, 1100, 1600])
def test_nothing_is_wider_than_the_window(tab, width):
    tab.set_window_size(width, 900)
    wide = tab.execute_script("return document.documentElement.scrollWidth - window.innerWidth")
    tab.set_window_size(1366, 900)
    assert wide <= 0
