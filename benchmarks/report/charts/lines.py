"""Lines of several pools, each with its name at its right end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from ..results import Spread
from . import units
from .apart import apart
from .style import QUIET, Kind, blank, svg, width_of

_LEADER = {"arrowstyle": "-", "linewidth": 0.5, "relpos": (0, 0.5)}  # from a label to its line


@dataclass(frozen=True)
class Line:
    label: str
    kind: Kind
    points: list[tuple[float, Spread]]  # nanoseconds up, from left to right
    dash: str = "-"
    strong: bool = False


def draw(lines: Sequence[Line], ticks: Mapping[float, str], name: str, marked: bool = True) -> str:
    """Time up, on a log scale. `ticks` are the places of the x axis; `marked` shows each point."""
    figure, axes = blank(3.4, 0.62, width_of([line.label for line in lines]) + 0.15, 0.25, 0.1)
    axes.set_yscale("log")
    for line in lines:
        _draw_line(axes, line, marked)
    axes.set_xticks(list(ticks), list(ticks.values()))
    right = max(place for line in lines for place, _ in line.points)
    axes.set_xlim(min(ticks) - 0.03 * right, right * 1.02)
    _scale(axes)
    _name_lines(axes, lines)
    return svg(figure, name)


def _draw_line(axes: Axes, line: Line, marked: bool) -> None:
    axes.plot(
        [place for place, _ in line.points], [spread.median for _, spread in line.points],
        line.dash, marker="o" if marked else "", markersize=3.5, color=line.kind.value,
        linewidth=2.2 if line.strong else 1.2, zorder=3 if line.strong else 2,
    )  # fmt: skip
    for place, spread in line.points if marked else ():
        axes.plot([place, place], [spread.low, spread.high], color=line.kind.value, linewidth=0.8)


def _scale(axes: Axes) -> None:
    """A decade at least, lest noise look like news; more figures where there is but one."""
    low, high = axes.get_ylim()
    wider = max(1.0, 10 / (high / low)) ** 0.5
    axes.set_ylim(low / wider, high * wider)
    steps = (1.0,) if high / low > 100 else (1.0, 2.0, 5.0)
    axes.yaxis.set_major_locator(LogLocator(subs=steps))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: units.round_time(value)))
    axes.yaxis.set_minor_formatter(NullFormatter())
    axes.tick_params(axis="y", colors=QUIET)
    axes.grid(axis="y")
    axes.spines["left"].set_visible(False)


def _name_lines(axes: Axes, lines: Sequence[Line]) -> None:
    """At the height of their ends, moved apart where they would overlap."""
    lines = sorted(lines, key=lambda line: line.points[-1][1].median)
    ends = [(line.points[-1][0], line.points[-1][1].median) for line in lines]
    axes.figure.canvas.draw()  # or the scale is not settled yet
    heights = [axes.transData.transform(end)[1] for end in ends]
    point = axes.figure.dpi / 72
    top = axes.figure.bbox.height - 7 * point
    for line, end, height, moved in zip(lines, ends, heights, apart(heights, 11 * point, top)):
        axes.annotate(
            line.label, end, (12, (moved - height) / point), textcoords="offset points",
            va="center", annotation_clip=False,
            color=line.kind.value if line.kind is Kind.OURS else QUIET,
            weight="bold" if line.strong else "normal",
            arrowprops=_LEADER | {"color": line.kind.value},
        )  # fmt: skip
