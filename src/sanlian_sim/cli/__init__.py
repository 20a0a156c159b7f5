"""The command line: ``sanlian``.

Every command imports what it needs when it is called, so that asking for help costs nothing.
"""

from sanlian_sim.cli.app import main

__all__ = ["main"]
