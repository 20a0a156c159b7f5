"""Write the tables of docs/claims.md from a results directory of ``sanlian claims``."""

import sys
from pathlib import Path
from typing import Final

PAGE: Final = Path(__file__).parents[1] / "docs" / "claims.md"
BEGIN: Final = "<!-- measured: begin -->\n"
END: Final = "<!-- measured: end -->\n"


def with_tables(page: str, findings: str) -> str:
    """Return the page with its measured part replaced, headings two levels lower.

    Raises
    ------
    ValueError
        If the page does not say where they belong.
    """
    before, found, rest = page.partition(BEGIN)
    _, ended, after = rest.partition(END)
    if not (found and ended):
        raise ValueError(f"{PAGE} must hold {BEGIN.strip()} and {END.strip()}")
    lowered = "".join(
        f"##{line}" if line.startswith("#") else line for line in findings.splitlines(keepends=True)
    )
    return before + BEGIN + "\n" + lowered + "\n" + END + after


def main(directory: Path) -> None:
    """Replace the measured part of the page."""
    findings = (directory / "findings.md").read_text(encoding="utf-8")
    page = with_tables(PAGE.read_text(encoding="utf-8"), findings)
    PAGE.write_text(page, encoding="utf-8", newline="\n")
    print(f"wrote {PAGE}")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "results/claims"))
