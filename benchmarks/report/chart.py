"""A chart with what stands beside it in the report."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    head: list[str]
    rows: list[list[str]]


@dataclass(frozen=True)
class Chart:
    name: str  # of its file, too
    title: str
    caption: str
    drawn: str  # SVG
    table: Table
