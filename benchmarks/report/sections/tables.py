"""The figures of a chart, in words that a table has room for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..chart import Table
from ..charts import units
from ..charts.bars import Bar
from ..results import Spread


def of_bars(what: str, bars: Sequence[Bar]) -> Table:
    """Times with their ranges and how they compare with the first; of groups, the times."""
    groups = distinct(bar.group for bar in bars)
    if len(groups) > 1:
        return _of_groups(what, bars, groups)
    rows = [
        [
            bar.label,
            units.time(bar.spread.median),
            _range(bar.spread),
            units.number(bar.spread.median / bars[0].spread.median),
        ]
        for bar in bars
    ]
    return _without_empty(Table([what, "median", "range", "× first"], rows))


def _of_groups(what: str, bars: Sequence[Bar], groups: Sequence[str]) -> Table:
    times = {(bar.label, bar.group): units.time(bar.spread.median) for bar in bars}
    labels = distinct(bar.label for bar in bars)
    rows = [[label, *(times.get((label, group), "") for group in groups)] for label in labels]
    return Table([what, *groups], rows)


def _without_empty(table: Table) -> Table:
    """A single repetition has no range, so a column may have nothing in it."""
    kept = [place for place in range(len(table.head)) if any(row[place] for row in table.rows)]
    return Table([table.head[i] for i in kept], [[row[i] for i in kept] for row in table.rows])


def _range(spread: Spread) -> str:
    size, unit = units.unit_of(spread.high)
    low, high = (units.number(value / size) for value in (spread.low, spread.high))
    return f"{low} to {high} {unit}" if low != high else ""


def time_or_nothing(spread: Spread | None) -> str:
    return units.time(spread.median) if spread else ""


def number_or_nothing(spread: Spread | None) -> str:
    return units.number(spread.median) if spread else ""


def distinct(items: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(items))
