"""The whole state of a world by name, so that a test can say what changed."""

import numpy as np

TABLES = (
    "residents", "households", "communities", "organisations", "workers", "governments",
    "property_managers", "providers", "contracts",
)  # fmt: skip
SEGMENTED = ("cases", "events", "ended")
ARRAYS = ("calendar", "onsets", "seen", "changes", "change_count", "severity_table")
TALLIES = ("community_tally", "service_tally", "idle_tally")
NUMBERS = ("week", "seed", "world_seed", "supply_scale", "service_scale", "closure", "threads")
SCRATCH = {"threads", "changes", "change_count"}
"""What is left over from work within a phase, and differs between ways to do the work."""


def snapshot(world):
    """Return ``{"table.column": bytes}`` of all a world holds, rows in use only."""
    state = {}
    for table in TABLES:
        for column, values in getattr(world, table).columns.items():
            state[f"{table}.{column}"] = values.tobytes()
    for table in SEGMENTED:
        held = getattr(world, table)
        rows = held.rows[held.open_rows()]
        state[f"{table}.count"] = held.count.tobytes()
        state |= {f"{table}.{column}": rows[column].tobytes() for column in rows.dtype.names}
    state |= {name: getattr(world, name).tobytes() for name in ARRAYS}
    state |= {f"tally.{name}": getattr(world, name).tobytes() for name in TALLIES}
    for group in ("policy", "market", "layout"):
        held = getattr(world, group)
        state |= {f"{group}.{name}": getattr(held, name).tobytes() for name in held._fields}
    state |= {
        "ties.start": world.ties.start.tobytes(),
        "ties.partner": world.ties.partner.tobytes(),
    }
    state |= {name: repr(getattr(world, name)).encode() for name in NUMBERS}
    for name, rows in zip(("rule", "services"), world.rows_in_force, strict=True):
        state[f"rows_in_force.{name}"] = rows.tobytes()
    state["instruments"] = world.instruments.tobytes()
    return state | _register(world.register)


def _register(register):
    return {
        "register.flows": b"".join(part.tobytes() for part in register.flows),
        "register.fen": register.fen.tobytes(),
        "register.cash": register.cash.tobytes(),
        "register.week_fen": register.week_fen.tobytes(),
    }


def changed(before, after):
    """Names of what differs."""
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def result_of(world):
    """State without what a phase leaves over of its work."""
    return {name: value for name, value in snapshot(world).items() if name not in SCRATCH}


def uncovered(names, declared):
    """Of ``names``, each a ``table.column`` or one array, those that no declaration covers."""
    tables = {one for one in declared if "." not in one}
    return {name for name in names if name.split(".")[0] not in tables and name not in declared}


def floats(table):
    """Columns of real numbers, by name."""
    return {name: values for name, values in table.columns.items() if values.dtype.kind == "f"}


def recount(groups, values, size):
    """Sum of whole ``values`` by group."""
    return np.bincount(groups, weights=values, minlength=size).astype(np.int64)
