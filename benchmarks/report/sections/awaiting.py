"""Many coroutines, few resources: what an awaited lease takes, and who has to wait how long."""

from __future__ import annotations

from ..chart import Chart, Table
from ..charts import bars
from ..charts.bars import Bar
from ..charts.style import Kind
from ..names import Name
from ..results import Results
from . import tables
from .labels import kind_of_model, label

_WAITS = {"p50_us": "median", "p999_us": "99.9 %", "max_us": "longest"}
_PEERS = ("channel", "strand_and_timer", "timers_alone")

Case = tuple[int, int, int, int]  # us of hold, coroutines, resources, threads


def charts(results: Results) -> list[Chart]:
    """One, of all cases."""
    names = [name for name in results.names() if name.startswith("awaited/")]
    return [_of(results, names)] if names else []


def _of(results: Results, names: list[str]) -> Chart:
    found = []
    rows = []
    for case in sorted({_case(name) for name in names}):
        for name in (name for name in names if _case(name) == case):
            spread = results.spread(name)
            assert spread, name
            how = Name.of(name).path[1]
            kind = Kind.BASELINE if how in _PEERS else kind_of_model(how)
            found.append(Bar(label(how), spread, kind, _told(case)))
            rows.append([_told(case), *_row(results, name)])
    return Chart(
        "awaited",
        "Coroutines that await",
        "All coroutines together; 8 on 8 is 8 coroutines on 8 resources. The peers know no timeout:"
        " a channel of Asio, and a strand with a timer for a condition variable.",
        bars.draw(found, "awaited"),
        Table(["case", "how", "per lease", *_WAITS.values(), "fairness"], rows),
    )


def _row(results: Results, name: str) -> list[str]:
    timed = name.replace("awaited/", "awaited_latency/", 1)
    return [
        label(Name.of(name).path[1]),
        tables.time_or_nothing(results.spread(name)),
        *(tables.time_or_nothing(results.spread(timed, wait)) for wait in _WAITS),
        tables.number_or_nothing(results.spread(name, "fairness")),
    ]


def _case(name: str) -> Case:
    given = Name.of(name).arguments
    return given["hold_us"], given["coroutines"], given["size"], given["io_threads"]


def _told(case: Case) -> str:
    hold, coroutines, size, threads = case
    held = f"held {hold} µs, " if hold else ""
    thread = "1 thread" if threads == 1 else f"{threads} threads"
    return f"{coroutines:,} on {size}, {held}{thread}"
