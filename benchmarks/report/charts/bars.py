"""Bars with their spread: what each model of a concern costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from ..results import Spread
from . import units
from .style import GRID, INK, QUIET, Kind, blank, svg, width_of

_ROW = 0.235  # inches
_ROOM_FOR_FIGURE = 0.75
_TOO_FAR = 60  # apart for bars to show the small ones, which dots on a log scale do


@dataclass(frozen=True)
class Bar:
    label: str
    spread: Spread  # nanoseconds
    kind: Kind
    group: str = ""


def draw(bars: Sequence[Bar], name: str, always_bars: bool = False) -> str:
    """Those of one group stand together, under its name."""
    places, headings = _places(bars)
    bold = [heading + "  " for _, heading in headings]  # and so a little wider
    left = width_of([bar.label for bar in bars] + bold)
    figure, axes = blank(_ROW * (max(places) + 1.4), left, _ROOM_FOR_FIGURE)
    values = [bar.spread.median for bar in bars]
    if max(values) > _TOO_FAR * min(values) and not always_bars:
        _dots(axes, bars, places)
    else:
        _bars(axes, bars, places)
    axes.set_yticks(places, [bar.label for bar in bars])
    for place, heading in headings:
        axes.annotate(
            heading, (0, place), (-4, 0), ("axes fraction", "data"), "offset points",
            ha="right", va="center", weight="bold", annotation_clip=False,
        )  # fmt: skip
    axes.set_ylim(max(places) + 0.7, -0.7)
    axes.xaxis.set_visible(False)
    for spine in axes.spines.values():
        spine.set_visible(False)
    return svg(figure, name)


def _places(bars: Sequence[Bar]) -> tuple[list[float], list[tuple[float, str]]]:
    places: list[float] = []
    headings: list[tuple[float, str]] = []
    place, group = -1.0, ""
    for bar in bars:
        place += 1
        if bar.group != group:
            place += 0.4 if places else 0
            headings.append((place, bar.group))
            group = bar.group
            place += 1
        places.append(place)
    return places, headings


def _bars(axes: Axes, bars: Sequence[Bar], places: Sequence[float]) -> None:
    widths = [bar.spread.median for bar in bars]
    axes.barh(places, widths, height=0.62, color=[bar.kind.value for bar in bars])
    axes.set_xlim(0, max(bar.spread.high for bar in bars))
    _whiskers_and_figures(axes, bars, places)


def _dots(axes: Axes, bars: Sequence[Bar], places: Sequence[float]) -> None:
    axes.set_xscale("log")
    least = min(bar.spread.low for bar in bars) / 2
    axes.set_xlim(least, max(bar.spread.high for bar in bars))
    for bar, place in zip(bars, places):
        axes.plot([least, bar.spread.median], [place, place], color=GRID, linewidth=1, zorder=0)
        axes.plot(bar.spread.median, place, "o", color=bar.kind.value, markersize=6, clip_on=False)
    _whiskers_and_figures(axes, bars, places)


def _whiskers_and_figures(axes: Axes, bars: Sequence[Bar], places: Sequence[float]) -> None:
    for bar, place in zip(bars, places):
        ends = [bar.spread.low, bar.spread.high]
        if ends[0] < ends[1]:
            axes.plot(ends, [place, place], color=INK, linewidth=0.9, clip_on=False)
        axes.annotate(
            units.time(bar.spread.median), (bar.spread.high, place), (6, 0),
            textcoords="offset points", va="center",
            color=INK if bar.kind is Kind.OURS else QUIET,
        )  # fmt: skip
