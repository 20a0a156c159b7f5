"""A server of the page, and a browser without a window to look at it."""

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

pytest.importorskip("solara", reason="the extra 'dashboard' is not installed")
selenium = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")

from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402
from selenium.webdriver.support.ui import WebDriverWait  # noqa: E402

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
DRIVER = shutil.which("chromedriver")
SECONDS = 60
SECONDS_TO_VANISH = 3
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-dev-shm-usage", "--window-size=1366,900",
)  # fmt: skip


class Server:
    """The page's server, and what lives in it."""

    def __init__(self, process):
        self.process = process
        self.address = process.stdout.readline().split()[0] + "/"

    def living(self):
        """Numbers of sessions and of worlds."""
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return tuple(map(int, self.process.stdout.readline().split()))

    def wait_for(self, sessions):
        """Wait until so many sessions run, with two worlds each."""
        until = time.monotonic() + SECONDS
        while self.living() != (sessions, 2 * sessions) and time.monotonic() < until:
            time.sleep(0.2)
        assert self.living() == (sessions, 2 * sessions)


@contextmanager
def serving():
    """Serve the page; a tab that vanishes is given up soon."""
    command = [sys.executable, str(Path(__file__).with_name("server.py"))]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        text=True, env={**os.environ, "SOLARA_KERNEL_CULL_TIMEOUT": f"{SECONDS_TO_VANISH}s"},
    ) as process:  # fmt: skip
        try:
            made = Server(process)
            _wait_until_it_answers(made.address)
            yield made
        finally:
            process.terminate()


def _wait_until_it_answers(address):
    for _ in range(SECONDS):
        try:
            urllib.request.urlopen(address + "readyz", timeout=5).close()
            return
        except OSError:
            time.sleep(1)


def opened(profile):
    """Open a browser with a profile of its own."""
    if CHROMIUM is None or DRIVER is None:
        pytest.skip("no Chromium with its driver on this machine")
    options = selenium.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return selenium.Chrome(options=options, service=selenium.ChromeService(DRIVER))


def requests(driver):
    """Addresses that the page asked for over a network."""
    for entry in driver.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            address = message["params"]["request"]["url"]
            by_page = message["params"].get("documentURL", "").startswith("http")
            if by_page and address.startswith(("http", "ws")):
                yield address


def until(driver, is_so, seconds=SECONDS):
    """Wait for something to be so, and return it."""
    return WebDriverWait(driver, seconds).until(is_so)


def waits(driver, text, seconds=SECONDS):
    """Wait until the page says how far it is."""
    until(driver, lambda d: text in status(d), seconds)


def status(driver):
    found = driver.find_elements(By.CSS_SELECTOR, "[role=status]")
    return found[0].text if found else ""


def week(driver):
    """Week that is shown, in either language."""
    digits = "".join(one if one.isdigit() else " " for one in status(driver)).split()
    return int(digits[0]) if digits else -1


def button(driver, text):
    return driver.find_element(By.XPATH, f"//button[normalize-space(.)='{text}']")


def press(driver, text):
    button(driver, text).click()


def field(driver, name):
    return driver.find_element(By.ID, name)


def value(driver, name):
    return field(driver, name).get_attribute("value")


def enter(driver, name, text):
    """Type into a field, and leave it."""
    field(driver, name).send_keys(Keys.CONTROL, "a", Keys.NULL, text, Keys.TAB)


def alerts(driver):
    """What is said to be wrong, by the control it stands beside."""
    script = """return [...document.querySelectorAll('[role=alert]')].map(
        one => [one.parentElement.querySelector('input, select').id, one.textContent])"""
    return dict(driver.execute_script(script))


def figures(driver):
    """Texts of the figures so far, taken at one moment."""
    script = "return [...document.querySelectorAll('.figures > div')].map(one => one.innerText)"
    return driver.execute_script(script)
