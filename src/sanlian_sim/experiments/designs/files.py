"""Designs and what their runs came to, as files: written here, run anywhere, read again."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sanlian_sim.experiments.designs.factors import Factor
from sanlian_sim.experiments.designs.points import POINT, Design
from sanlian_sim.experiments.designs.responses import POINTS_CSV, RESPONSES, Responses
from sanlian_sim.experiments.designs.variables import Variable
from sanlian_sim.experiments.runs.store import write_text
from sanlian_sim.experiments.runs.tables import Column
from sanlian_sim.scenario.overrides import parse_overrides
from sanlian_sim.scenario.problems import ExperimentError, Problem, nearest

if TYPE_CHECKING:
    import pandas as pd

DESIGN_CSV: Final = "design.csv"
DESIGN_JSON: Final = "design.json"
DESIGN: Final = (
    Column(POINT, "int64", "", "Number of the point"),
    Column("one per factor", "word", "see design.json", "Value at the point; named by its path"),
)
_FACTOR_FIELDS: Final = set(Factor.__dataclass_fields__)


def write_design(design: Design, directory: Path) -> None:
    """Write the points of a design as CSV, and how they were chosen as JSON.

    Raises
    ------
    OSError
        If they cannot be written.
    """
    frame = design.points.map(_written)
    frame.to_csv(directory / DESIGN_CSV, lineterminator="\n", encoding="utf-8")
    about = {
        "kind": design.kind,
        "seed": design.seed,
        "distribution": design.distribution,
        "pairs": design.pairs,
        "points": len(design.points),
        "factors": [asdict(factor) for factor in design.factors],
    }
    text = json.dumps(about, ensure_ascii=False, indent=2)
    write_text(directory / DESIGN_JSON, text + "\n")


def read_design(file: Path, known: Mapping[str, Variable] | None = None) -> Design:
    """Read the points of a design from CSV, and how they were chosen from the JSON beside it.

    Parameters
    ----------
    file : Path
        A column per factor, named by its path; a column "point" with numbers is optional.
    known : mapping, optional
        What is known of the variables of the experiment, where no JSON says it.

    Raises
    ------
    ExperimentError
        With all that is wrong with the file.
    """
    points = _read_points(file)
    beside = file.parent / DESIGN_JSON
    about = _read_about(beside) if beside.is_file() else None
    if about is None or [one["path"] for one in about["factors"]] != list(points.columns):
        factors = [_inferred(path, points[path].tolist(), known or {}) for path in points.columns]
        return Design("given", tuple(factors), points)
    told = [Factor(**{**one, "values": tuple(one["values"])}) for one in about["factors"]]
    whole = len(points) == about["points"]
    return Design(
        about["kind"] if whole else "given", tuple(told), points, about["seed"],
        about["distribution"], about["pairs"],
    )  # fmt: skip


def write_responses(responses: Responses, directory: Path) -> None:
    """Write what the runs came to, one row per point, scenario, replicate and outcome.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    names = [column.name for column in RESPONSES]
    responses.frame.to_csv(
        directory / POINTS_CSV, columns=names, index=False, lineterminator="\n", encoding="utf-8"
    )


def read_responses(file: Path) -> Responses:
    """Read what runs came to, wherever they were done.

    Parameters
    ----------
    file : Path
        Columns point, scenario, replicate, outcome, value; group and service may be left out.

    Raises
    ------
    ExperimentError
        If the file is not there, or lacks columns or numbers.
    """
    frame = _read_csv(file).assign()
    for name, whole in (("group", "all"), ("service", "")):
        if name not in frame:
            frame[name] = whole
    lacking = [column.name for column in RESPONSES if column.name not in frame]
    if lacking:
        raise ExperimentError(
            [
                Problem(str(file), None, f"has no column {name}", nearest(name, frame.columns))
                for name in lacking
            ]
        )
    import pandas as pd

    problems = []
    for name, kind in ((POINT, int), ("replicate", int), ("value", float)):
        numbers = pd.to_numeric(frame[name].replace("", "nan"), errors="coerce")
        wrong = frame[name][numbers.isna() & ~((name == "value") & frame[name].isin(("", "nan")))]
        if len(wrong):
            rule = f"must be a number (line {wrong.index[0] + 2})"
            problems.append(Problem(f"{file}: {name}", wrong.iloc[0], rule))
        else:
            frame[name] = numbers.astype(kind)
    if problems:
        raise ExperimentError(problems)
    return Responses(frame[[column.name for column in RESPONSES]])


def _read_csv(file: Path) -> "pd.DataFrame":
    import pandas as pd

    try:
        return pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except FileNotFoundError:
        rule = "no such file"
    except (OSError, UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        rule = f"cannot be read as CSV: {error}"
    raise ExperimentError([Problem(str(file), None, rule)])


def _read_points(file: Path) -> "pd.DataFrame":
    import pandas as pd

    frame = _read_csv(file)
    numbers = frame.pop(POINT) if POINT in frame else pd.Series(map(str, range(len(frame))))
    problems = [
        Problem(f"{file}: {POINT}", one, "must be a whole number from 0")
        for one in numbers[~numbers.str.fullmatch(r"\d+")]
    ]
    problems += [
        Problem(f"{file}: {POINT}", one, "stands there twice")
        for one in numbers[numbers.duplicated()]
    ]
    if frame.empty:
        problems.append(
            Problem(str(file), None, "holds no points", "a row each, a column per factor")
        )
    columns = {
        str(path): _read_column(file, str(path), frame[path].tolist(), problems) for path in frame
    }
    if problems:
        raise ExperimentError(problems)
    return pd.DataFrame(columns, index=pd.Index(numbers.astype("int64"), name=POINT))


def _read_column(file: Path, path: str, cells: Sequence[str], problems: list[Problem]) -> list[Any]:
    values = []
    for row, cell in enumerate(cells):
        try:
            values.append(parse_overrides([f"value={cell}"])["value"])
        except ExperimentError:
            rule = f"must be a number, true, false or a word (line {row + 2})"
            problems.append(Problem(f"{file}: {path}", cell, rule))
    return values


def _read_about(file: Path) -> dict[str, Any]:
    try:
        about: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        sound = all(set(one) == _FACTOR_FIELDS for one in about["factors"])
        sound = sound and {"kind", "seed", "distribution", "pairs", "points"} <= about.keys()
    except (OSError, ValueError, KeyError, TypeError):
        sound = False
    if not sound:
        raise ExperimentError([Problem(str(file), None, "does not say how a design was made")])
    return about


def _inferred(path: str, values: Sequence[Any], known: Mapping[str, Variable]) -> Factor:
    variable = known.get(path, Variable())
    if any(isinstance(one, bool | str) for one in values):
        told = tuple(dict.fromkeys(values))
        return Factor(path, 0.0, len(told) - 1.0, 0.0, values=told, unit=variable.unit)
    whole = all(isinstance(one, int) for one in values)
    low, high = float(min(values)), float(max(values))
    return Factor(path, low, high, (low + high) / 2, whole=whole, unit=variable.unit)


def _written(value: Any) -> str:
    if isinstance(value, str):
        return value
    return str(value).lower() if isinstance(value, bool) else repr(value)
