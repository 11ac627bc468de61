"""A calculation as plain text: for the command line and for the clipboard."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from imr_desktop.rules.calculators.model import Calculation, Table, Value, shown


def as_text(title: str, done: Calculation) -> str:
    """The whole calculation: answer, figures, tables, steps, notes, sentence, source and version."""
    result = done.result
    parts = [[title, *(f"  {value.label + ':':<32} {measured(value)}" for value in result.values)]]
    parts += [[table.title, *_rows(table)] for table in result.tables]
    listed = (("Steps", result.steps), ("Notes", result.notes))
    parts += [[name, *(f"  {line}" for line in lines)] for name, lines in listed if lines]
    parts += [[result.sentence], [f"Source: {done.source}", f"Version: {done.version}"]]
    return "\n\n".join("\n".join(lines) for lines in parts)


def measured(value: Value) -> str:
    """A figure with its unit."""
    return f"{shown(value.value)} {value.unit}".rstrip()


def numeric(table: Table, column: int) -> bool:
    """Whether a column holds only figures and dates, which stand at the right."""
    return all(isinstance(row[column], int | float | date) for row in table.rows)


def _rows(table: Table) -> Iterable[str]:
    rows = [list(table.columns), *([shown(cell) for cell in row] for row in table.rows)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(table.columns))]
    right = [at > 0 and numeric(table, at) for at in range(len(table.columns))]
    for row in rows:
        cells = (
            cell.rjust(width) if aligned else cell.ljust(width)
            for cell, width, aligned in zip(row, widths, right, strict=True)
        )
        yield f"  {'  '.join(cells).rstrip()}"
