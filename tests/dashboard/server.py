"""Serves the page for tests, and for every line says how many sessions and worlds there are."""

import gc
import sys
import threading

from sanlian_sim.cli import main
from sanlian_sim.world.world import World


def answer():
    for _ in sys.stdin:
        sessions = sum(thread.name == "dashboard" for thread in threading.enumerate())
        gc.collect()
        worlds = sum(type(found) is World for found in gc.get_objects())
        print(sessions, worlds, flush=True)


if __name__ == "__main__":
    threading.Thread(target=answer, daemon=True).start()
    sys.argv[1:] = ["dashboard", "--no-browser", "--port", "0"]
    main()
