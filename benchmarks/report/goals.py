"""Goals are ratios of two figures of one run, so that they hold on any machine."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from .results import TIME, Results


class Verdict(Enum):
    MET = "met"
    NOT_MET = "not met"
    NOT_MEASURED = "not measured"


@dataclass(frozen=True)
class Figure:
    """A benchmark's name, and what of it: its time, or a counter."""

    name: str
    what: str = TIME

    @classmethod
    def of(cls, text: str) -> Figure:
        return cls(*text.split())

    def median_in(self, results: Results) -> float | None:
        spread = results.spread(self.name, self.what)
        return spread.median if spread else None


@dataclass(frozen=True)
class Goal:
    """That `measured` over (`over` times `times`, plus `plus`) lies within limits."""

    group: str
    what: str
    measured: Figure
    over: Figure | None
    times: float
    plus: float  # nanoseconds
    at_most: float | None
    at_least: float | None

    @property
    def rule(self) -> str:
        limits = (("at most", self.at_most), ("at least", self.at_least))
        return " and ".join(f"{word} {limit:g}" for word, limit in limits if limit is not None)

    def ratio(self, results: Results) -> float | None:
        """Of the medians; None if one of them was not measured."""
        top = self.measured.median_in(results)
        over = self.over.median_in(results) if self.over else 1.0
        if top is None or over is None:
            return None
        return top / (over * self.times + self.plus)

    def verdict(self, ratio: float | None) -> Verdict:
        if ratio is None:
            return Verdict.NOT_MEASURED
        high_enough = self.at_least is None or ratio >= self.at_least
        low_enough = self.at_most is None or ratio <= self.at_most
        return Verdict.MET if high_enough and low_enough else Verdict.NOT_MET


def read(path: Path) -> list[Goal]:
    groups = tomllib.loads(path.read_text())
    return [_goal(group, each) for group, goals in groups.items() for each in goals]


def _goal(group: str, read: dict[str, Any]) -> Goal:
    known = {"what", "measured", "over", "times", "plus_us", "at_most", "at_least"}
    if unknown := read.keys() - known:
        raise ValueError(f"A goal has no {', '.join(unknown)}: {read}")
    if not read.keys() & {"at_most", "at_least"}:
        raise ValueError(f"A goal has a limit: {read}")
    return Goal(
        group,
        read["what"],
        Figure.of(read["measured"]),
        Figure.of(read["over"]) if "over" in read else None,
        read.get("times", 1.0),
        1e3 * read.get("plus_us", 0.0),
        read.get("at_most"),
        read.get("at_least"),
    )
