"""The command line that benchmarks/run uses."""

from __future__ import annotations

import argparse
import shutil
import signal
import sys
from pathlib import Path

from . import goals
from .chart import Chart
from .measure.machine import description
from .measure.compiling import Compiling
from .measure.program import Program
from .measure.rounds import measure
from .page import render
from .results import Results
from .sections import all_of

_GOALS = Path(__file__).parent.parent / "goals.toml"


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    arguments = _parser().parse_args()
    return int(arguments.does(arguments))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="report", description=__doc__)
    commands = parser.add_subparsers(required=True)

    measures = commands.add_parser("measure")
    measures.set_defaults(does=_measure)
    measures.add_argument("--folder", type=Path, required=True)
    measures.add_argument("--program", type=Path, action="append", required=True)
    measures.add_argument("--only", nargs="*", default=[])
    measures.add_argument("--backend", action="append", default=[])
    measures.add_argument("--server", type=int, action="append", default=[])
    measures.add_argument("--compiler", default="")
    measures.add_argument("--quick", action="store_true")

    draws = commands.add_parser("draw")
    draws.set_defaults(does=_draw)
    draws.add_argument("--folder", type=Path, required=True)
    draws.add_argument("--charts-to", type=Path)
    return parser


def _measure(arguments: argparse.Namespace) -> int:
    repetitions, min_time = (1, 0.01) if arguments.quick else (5, 0.25)
    programs = [_program(path) for path in arguments.program]
    measured = measure(programs, arguments.only, repetitions, min_time, arguments.server)
    if not measured.measurements:
        print("Nothing was measured.", file=sys.stderr)
        return 1
    how = f"{repetitions} repetitions" if repetitions > 1 else "quickly: one short repetition"
    about = description(arguments.compiler, arguments.backend, measured.context, how)
    arguments.folder.mkdir(parents=True, exist_ok=True)
    Results(about, measured.measurements).save(arguments.folder / "results.json")
    for failure in measured.failures:
        print(f"FAILED: {failure}", file=sys.stderr)
    return 1 if measured.failures else 0


def _program(path: Path) -> Program:
    return Compiling(path) if path.parent.name == "compile" else Program(path)


def _draw(arguments: argparse.Namespace) -> int:
    results = Results.load(arguments.folder / "results.json")
    sections = all_of(results)
    page = render(results, goals.read(_GOALS), sections)
    (arguments.folder / "report.html").write_text(page)
    charts = [chart for section in sections for chart in section.charts]
    _write_charts(charts, arguments.folder / "charts")
    if arguments.charts_to:
        _write_charts(charts, arguments.charts_to)
    return 0


def _write_charts(charts: list[Chart], folder: Path) -> None:
    """In place of what was there: a chart that is no longer drawn does not stay."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for chart in charts:
        (folder / f"{chart.name}.svg").write_text(chart.drawn)


if __name__ == "__main__":
    sys.exit(main())
