"""How every chart looks: one accent for what is ours, greys for the rest."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from enum import Enum

import matplotlib

matplotlib.use("svg")

from matplotlib import pyplot  # noqa: E402
from matplotlib.axes import Axes  # noqa: E402
from matplotlib.figure import Figure  # noqa: E402

INK = "#1f2328"
QUIET = "#656d76"
GRID = "#d8dee4"
ACCENT = "#0a5ec2"
PALE_ACCENT = "#86b1e4"
GREY = "#a3abb4"
PAPER = "#ffffff"

_IN_PAGE = {
    INK: "--ink", QUIET: "--quiet", GRID: "--grid", ACCENT: "--accent",
    PALE_ACCENT: "--pale-accent", GREY: "--grey", PAPER: "--paper",
}  # fmt: skip

_WIDTH = 5.2  # inches; narrow, so that the letters stay legible on a phone

matplotlib.rcParams.update(
    {
        "svg.fonttype": "none",
        "font.family": "sans-serif",
        "font.sans-serif": ["DejaVu Sans", "Verdana", "Arial", "Helvetica"],
        "font.size": 9,
        "text.color": INK,
        "axes.edgecolor": GRID,
        "axes.labelcolor": QUIET,
        "axes.linewidth": 0.8,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.axisbelow": True,
        "xtick.color": QUIET,
        "ytick.color": INK,
        "xtick.major.size": 0,
        "ytick.major.size": 0,
        "xtick.minor.size": 0,
        "ytick.minor.size": 0,
        "grid.color": GRID,
        "grid.linewidth": 0.6,
        "path.simplify": True,
    }
)


class Kind(Enum):
    """Whose figure it is."""

    OURS = ACCENT
    NULL = PALE_ACCENT  # ours, and does nothing: the price of the rest shows beside it
    BASELINE = GREY


def blank(
    height: float, left: float, right: float = 0, bottom: float = 0, top: float = 0
) -> tuple[Figure, Axes]:
    """With margins, in inches. All are of one width, or a page would show letters in many sizes."""
    figure, axes = pyplot.subplots(figsize=(_WIDTH, height))
    figure.subplots_adjust(left / _WIDTH, bottom / height, 1 - right / _WIDTH, 1 - top / height)
    return figure, axes


def width_of(labels: Iterable[str]) -> float:
    """Inches that the longest needs, and a gap."""
    return 0.075 * max(map(len, labels)) + 0.1


def svg(figure: Figure, name: str) -> str:
    """The same figures give the same bytes. `name` keeps the ids of several in one page apart."""
    matplotlib.rcParams["svg.hashsalt"] = name
    text = io.StringIO()
    nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
    figure.savefig(text, format="svg", metadata=nothing)
    pyplot.close(figure)
    return _with_ids_of(name, re.sub(r" +\n", "\n", text.getvalue()))


def in_page(drawn: str) -> str:
    """Without the head of a file, and with the page's colours, which may be dark."""
    drawn = drawn[drawn.index("<svg") :]
    for colour, variable in _IN_PAGE.items():
        drawn = drawn.replace(colour, f"var({variable})")
    return drawn


def _with_ids_of(name: str, drawn: str) -> str:
    drawn = re.sub(r' id="', f' id="{name}-', drawn)
    drawn = re.sub(r'"#', f'"#{name}-', drawn)
    return re.sub(r"url\(#", f"url(#{name}-", drawn)
