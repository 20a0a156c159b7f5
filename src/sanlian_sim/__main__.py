"""``python -m sanlian_sim``: the program, where a shell does not find ``sanlian``."""

from sanlian_sim.cli import main

if __name__ == "__main__":
    main()
