"""Tabs are apart, and whatever becomes of one, nothing of it stays."""

import pytest

from .browser import By, press, status, until, waits, week

TABS = 4


def opened_beside(driver, address):
    """Open a tab of its own, and return its handle."""
    driver.switch_to.new_window("tab")
    driver.get(address)
    waits(driver, "week 0 of 260, paused")
    return driver.current_window_handle


@pytest.fixture
def closing(tab):
    """Leave only the first tab."""
    first = tab.current_window_handle
    yield first
    for handle in tab.window_handles:
        if handle != first:
            tab.switch_to.window(handle)
            tab.get("about:blank")
            tab.close()
    tab.switch_to.window(first)


def test_two_tabs_play_at_once(tab, closing, server):
    press(tab, "Start")
    second = opened_beside(tab, server.address)
    server.wait_for(sessions=2)
    press(tab, "Start")
    for handle in (closing, second):
        tab.switch_to.window(handle)
        before = week(tab)
        until(tab, lambda d, before=before: week(d) > before + 3)
    press(tab, "Pause")
    waits(tab, "paused")
    rests = week(tab)
    tab.switch_to.window(closing)
    before = week(tab)
    until(tab, lambda d: week(d) > before + 3)
    tab.switch_to.window(second)
    assert week(tab) == rests


def test_a_reload_while_it_plays_starts_clean(tab, server):
    press(tab, "Start")
    until(tab, lambda d: week(d) >= 5)
    tab.refresh()
    waits(tab, "week 0 of 260, paused")
    server.wait_for(sessions=1)
    press(tab, "+ 1 week")
    waits(tab, "week 1 of 260, paused")


def test_tabs_opened_and_closed_leave_no_world(tab, closing, server):
    for _ in range(TABS):
        opened_beside(tab, server.address)
        press(tab, "Start")
        tab.get("about:blank")
        tab.close()
        tab.switch_to.window(closing)
    server.wait_for(sessions=1)


def test_a_tab_that_vanishes_is_given_up(tab, closing, server):
    press(tab, "Start")
    opened_beside(tab, server.address)
    press(tab, "Start")
    server.wait_for(sessions=2)
    # Without a word to the server, as when a laptop is closed.
    tab.execute_script(
        "window.navigator.sendBeacon = () => true; window.fetch = () => new Promise(() => {})"
    )
    tab.get("about:blank")
    server.wait_for(sessions=1)
    tab.switch_to.window(closing)
    before = week(tab)
    until(tab, lambda d: week(d) > before)
    assert "of 260" in status(tab)
    assert tab.find_elements(By.CSS_SELECTOR, ".picture")
