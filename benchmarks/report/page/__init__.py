"""The report as one page that needs nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ..charts.style import in_page
from ..charts.units import number
from ..goals import Goal, Verdict
from ..results import DISTURBED, Results
from ..sections import Section

_FOLDER = Path(__file__).parent


def render(results: Results, goals: Sequence[Goal], sections: Sequence[Section]) -> str:
    templates = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    judged = [_judged(goal, results) for goal in goals]
    return templates.get_template("report.html").render(
        style=Markup((_FOLDER / "report.css").read_text()),
        about=results.about,
        groups={name: list(group) for name, group in groupby(judged, lambda each: each["group"])},
        counts=Counter(goal["verdict"] for goal in judged),
        sections=sections,
        drawn=lambda chart: Markup(in_page(chart.drawn)),
        repetitions=results.repetitions(),
        disturbed=results.disturbed(),
        measurements=len(results.measurements),
        limit=f"{100 * DISTURBED:.0f} %",
    )


def _judged(goal: Goal, results: Results) -> dict[str, str]:
    ratio = goal.ratio(results)
    return {
        "group": goal.group,
        "what": goal.what,
        "rule": goal.rule,
        "measured": number(ratio) if ratio is not None else "",
        "verdict": goal.verdict(ratio).value,
        "mark": {Verdict.MET: "met", Verdict.NOT_MET: "missed"}.get(goal.verdict(ratio), ""),
    }
