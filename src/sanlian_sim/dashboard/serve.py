"""The server of the page, on this machine."""

import os
import socket
import threading
import warnings
import webbrowser
from typing import Final

from sanlian_sim.dashboard.question import Question
from sanlian_sim.dashboard.served import SERVED
from sanlian_sim.experiments.runs.extras import import_extra
from sanlian_sim.language.catalogue import Language
from sanlian_sim.scenario.problems import ExperimentError, Problem

EXTRA: Final = "dashboard"
_SECONDS_TO_START: Final = 1.5
_SETTINGS: Final = {
    "SOLARA_APP": "sanlian_sim.dashboard.page",
    # A tab that is closed says so and ends at once; this is for those that vanish.
    "SOLARA_KERNEL_CULL_TIMEOUT": "60s",
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False",
    "SOLARA_THEME_LOADER": "plain",
    "SOLARA_THEME_SHOW_BANNER": "False",
}


def listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens; 0 is any port that is free.

    Raises
    ------
    ExperimentError
        If the port is taken, or the host is none of this machine.
    """
    try:
        return socket.create_server((host, port))
    except OSError as error:
        remedy = "name another with --port, or 0 for any that is free"
        rule = f"cannot listen at {host}: {error.strerror or error}"
        raise ExperimentError([Problem("port", port, rule, remedy)]) from None


def import_solara() -> None:
    """Import Solara with the settings of the page; nothing may have imported it before.

    Raises
    ------
    MissingExtraError
        If Solara is not installed.
    """
    # Solara reads its settings from the environment when it is imported.
    for name, value in _SETTINGS.items():
        os.environ.setdefault(name, value)
    import_extra("solara", EXTRA)


def serve(question: Question, door: socket.socket, lang: Language, opened: str | None) -> None:
    """Serve the page until the process is told to end.

    All that a browser asks for comes from this machine, and nobody else is told anything.

    Parameters
    ----------
    question : Question
        What every tab begins with.
    door : socket
        Where to listen.
    lang : {"en", "zh"}
    opened : str or None
        Address to open in a browser.
    """
    import_solara()
    SERVED.question, SERVED.lang = question, lang
    uvicorn = import_extra("uvicorn", EXTRA)
    application = import_extra("solara.server.starlette", EXTRA).app
    # Solara would tell the console of a cookie for pages inside other pages, which this is not.
    warnings.filterwarnings("ignore", message="Cookies with samesite=none")
    server = uvicorn.Server(uvicorn.Config(application, log_level="error"))
    if opened is not None:
        threading.Timer(_SECONDS_TO_START, webbrowser.open, [opened]).start()
    server.run(sockets=[door])
