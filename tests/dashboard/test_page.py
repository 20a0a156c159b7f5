"""The page as a class uses it, in a browser without a window."""

import re
import tomllib
import urllib.parse

import pytest

import sanlian_sim as sl

from .browser import (
    SECONDS,
    By,
    Keys,
    alerts,
    button,
    enter,
    field,
    figures,
    press,
    status,
    until,
    value,
    waits,
    week,
)

SERVICES = (
    "life_care", "nursing", "medical", "comfort", "counselling", "employment", "mediation"
)  # fmt: skip
INSTRUMENTS = ("purchase", "venture", "outsourcing")
SLIDERS = ("platform", "workers", "monitoring", "awareness", "response", "ageing")


def given(driver):
    """Text of the file that the page offers."""
    link = driver.find_element(By.CSS_SELECTOR, "a[download]")
    return urllib.parse.unquote(link.get_attribute("href").partition(",")[2])


def choose(driver, name, wanted):
    field(driver, name).find_element(By.CSS_SELECTOR, f"option[value='{wanted}']").click()


def open_services(driver):
    driver.find_element(By.CSS_SELECTOR, "summary").click()


def test_a_lesson(tab, tmp_path):
    press(tab, "+ 1 year")
    waits(tab, "week 52 of 260, paused")
    before = figures(tab)
    field(tab, "platform").send_keys(Keys.ARROW_LEFT * 4)
    until(tab, lambda d: figures(d) != before and len(figures(d)) == 6)
    waits(tab, "week 52 of 260, paused")
    press(tab, "+ 4 weeks")
    waits(tab, "week 56 of 260")
    press(tab, "Start")
    until(tab, lambda d: week(d) >= 60)
    press(tab, "Pause")
    waits(tab, "paused")
    path = tmp_path / "experiment.toml"
    path.write_text(given(tab), encoding="utf-8")
    levers = sl.load_experiment(path).scenario("linked").policy.levers
    assert levers.platform_level == pytest.approx(0.8)
    press(tab, "Reset")
    waits(tab, "week 0 of 260, paused")


def test_ten_quick_changes_of_every_control(tab):
    open_services(tab)
    for name in ("delegation", *(f"mix-{one}" for one in INSTRUMENTS)):
        field(tab, name).send_keys((Keys.ARROW_LEFT + Keys.ARROW_RIGHT) * 5)
    for name in (*(f"delegation-{one}" for one in SERVICES), *SLIDERS):
        field(tab, name).send_keys(Keys.ARROW_RIGHT * 5 + Keys.ARROW_LEFT * 5)
        field(tab, name).send_keys(Keys.ARROW_LEFT)
    for n in range(10):
        choose(tab, "employer", ("committee", "organisation")[n % 2])
        choose(tab, "closure", ("equal_budget", "as_is")[n % 2])
        choose(tab, "left", ("linked", "status_quo")[n % 2])
        choose(tab, "right", ("status_quo", "linked")[n % 2])
        choose(tab, "pace", ("2", "26")[n % 2])
    for name, numbers in (("population", range(600, 610)), ("communities", range(1, 11)),
                          ("seed", range(10))):  # fmt: skip
        for number in numbers:
            enter(tab, name, str(number))
    assert [value(tab, name) for name in ("population", "communities", "seed")] == [
        "609",
        "10",
        "9",
    ]
    until(tab, lambda d: "seed = 9\n" in given(d) or alerts(d), 2 * SECONDS)
    assert alerts(tab) == {}
    waits(tab, "paused")
    press(tab, "+ 4 weeks")
    waits(tab, "week 4 of 260, paused")
    assert alerts(tab) == {}
    shown = tomllib.loads(given(tab))
    own = shown["scenarios"]["linked"]
    assert shown["community"]["population"] == 609
    assert shown["community"]["communities"] == 10
    assert own["levers"]["worker_employer"] == "organisation"
    assert shown["design"]["closure"] == "as_is"
    for one in SERVICES:
        assert own["delegation"][one] == pytest.approx(float(value(tab, f"delegation-{one}")))
    for one in INSTRUMENTS:
        assert own["instruments"][one] == pytest.approx(float(value(tab, f"mix-{one}")), abs=0.026)
    assert own["levers"]["platform_level"] == pytest.approx(float(value(tab, "platform")))


def test_a_slider_stays_where_it_is_moved(tab):
    field(tab, "delegation").send_keys(Keys.ARROW_LEFT * 10)
    assert float(value(tab, "delegation")) == pytest.approx(0.1)
    until(
        tab,
        lambda d: tomllib.loads(given(d))["scenarios"]["linked"]["delegation"]["nursing"] < 0.11,
    )
    assert float(value(tab, "delegation")) == pytest.approx(0.1)
    assert tomllib.loads(given(tab))["scenarios"]["linked"]["delegation"]["nursing"] == 0.1


def test_what_cannot_be_run_is_explained_beside_its_control(tab):
    press(tab, "+ 4 weeks")
    waits(tab, "week 4 of 260")
    before = figures(tab)
    choose(tab, "employer", "none")
    until(tab, lambda d: "workers need an employer" in alerts(d).get("employer", ""))
    assert figures(tab) == before
    choose(tab, "employer", "committee")
    until(tab, lambda d: alerts(d) == {})


def test_invalid_values_typed_quickly_are_all_explained(tab):
    for number in range(10):
        enter(tab, "population", str(number))
    enter(tab, "seed", "-1")
    choose(tab, "employer", "none")
    until(tab, lambda d: {"population", "seed"} <= set(alerts(d)))
    press(tab, "+ 1 week")
    waits(tab, "week 1 of 260")
    press(tab, "Reset")
    waits(tab, "week 0 of 260, paused")
    assert "population" in alerts(tab)
    enter(tab, "population", "50000000")
    until(tab, lambda d: "seed" in alerts(d))
    enter(tab, "seed", "2")
    choose(tab, "employer", "organisation")
    until(tab, lambda d: "1,000,000" in alerts(d).get("population", ""))
    enter(tab, "population", "900")
    until(tab, lambda d: alerts(d) == {})
    waits(tab, "week 0 of 260, paused")


def test_a_language_is_changed_while_weeks_pass(tab):
    field(tab, "platform").send_keys(Keys.ARROW_LEFT)
    choose(tab, "employer", "none")
    until(tab, alerts)
    press(tab, "Start")
    until(tab, lambda d: week(d) >= 3)
    press(tab, "中文")
    until(tab, lambda d: "第" in status(d))
    before = week(tab)
    until(tab, lambda d: week(d) > before >= 3)
    press(tab, "暂停")
    waits(tab, "暂停")
    open_services(tab)
    assert float(value(tab, "platform")) == pytest.approx(0.95)
    assert tab.title == "三社联动：两种政策对照"
    assert tab.find_element(By.TAG_NAME, "html").get_attribute("lang") == "zh-CN"
    assert "社会工作者" in alerts(tab)["employer"]
    assert latin(tab) == {"English"}
    press(tab, "English")
    waits(tab, "paused")
    assert tab.find_element(By.TAG_NAME, "html").get_attribute("lang") == "en"
    button(tab, "中文")


def latin(driver):
    """English words on the page, for those who see it and for those who hear it."""
    script = """document.querySelectorAll('[role=alert]').forEach(one => one.style.display = 'none')
        return document.querySelector('main').parentElement.innerText + ' '
        + [...document.querySelectorAll('[aria-label]')].map(one => one.ariaLabel).join(' ')
        + [...document.querySelectorAll('title, option')].map(one => one.textContent).join(' ')"""
    return set(re.findall(r"[A-Za-z]{3,}", driver.execute_script(script)))


def test_any_two_scenarios_stand_side_by_side(tab):
    press(tab, "+ 4 weeks")
    waits(tab, "week 4 of 260, paused")
    choose(tab, "left", "linked")
    until(tab, lambda d: "A: Linked" in d.page_source)
    waits(tab, "week 4 of 260, paused")
    # B begins as A, so that there is no difference but by what is moved.
    assert all(tile.split("\n")[-1].startswith("0.0") for tile in figures(tab))
    field(tab, "delegation").send_keys(Keys.HOME)
    until(tab, lambda d: not all(t.split("\n")[-1].startswith("0.0") for t in figures(d)))
    scenarios = tomllib.loads(given(tab))["scenarios"]
    assert scenarios["linked"]["delegation"]["nursing"] == 0.6
    assert scenarios["linked_moved"]["delegation"]["nursing"] == 0.0


@pytest.mark.parametrize("width", [800, 1100, 1600])
def test_nothing_is_wider_than_the_window(tab, width):
    tab.set_window_size(width, 900)
    wide = tab.execute_script("return document.documentElement.scrollWidth - window.innerWidth")
    tab.set_window_size(1366, 900)
    assert wide <= 0
