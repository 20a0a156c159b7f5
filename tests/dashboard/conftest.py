"""Questions small enough to be simulated while a test waits."""

import pytest

import sanlian_sim as sl
from sanlian_sim.dashboard.question import Question

SECONDS_TO_COMPILE = 240


def tiny(**design):
    """Return an experiment of two scenarios among a few hundred residents."""
    return sl.Experiment(
        title="A tiny place",
        community={"population": 300, "communities": 3},
        horizon={"weeks": 40, "warmup": 4},
        scenarios={
            "status_quo": {"arrangement": "government_led"},
            "linked": {
                "arrangement": "linked",
                "instruments": {"purchase": 0.6, "venture": 0.4},
                "levers": {"platform_yuan": 500, "capacity_yuan": 300},
            },
        },
        design={"baseline": "status_quo", "closure": "as_is", **design},
    )


@pytest.fixture
def question():
    return Question.of(tiny())


@pytest.fixture(scope="session")
def server():
    from .browser import serving

    with serving() as made:
        yield made


@pytest.fixture(scope="session")
def chromium(tmp_path_factory):
    from .browser import opened

    driver = opened(tmp_path_factory.mktemp("chromium"))
    yield driver
    driver.quit()


@pytest.fixture
def tab(server, chromium):
    """Open the page; nothing may have gone wrong, left this machine or stayed behind at the end."""
    from .browser import requests, waits

    chromium.get_log("browser"), chromium.get_log("performance")
    chromium.get(server.address)
    waits(chromium, "week 0 of 260, paused", SECONDS_TO_COMPILE)
    yield chromium
    wrong = [entry for entry in chromium.get_log("browser") if entry["level"] == "SEVERE"]
    asked = {address for address in requests(chromium) if not address.startswith(server.address)}
    assert wrong == []
    assert asked == set()
    chromium.get("about:blank")
    server.wait_for(sessions=0)
