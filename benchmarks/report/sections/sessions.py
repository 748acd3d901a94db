"""Real sessions: what a warehouse adds to a statement, and what it saves."""

from __future__ import annotations

from ..chart import Chart
from ..charts import bars
from ..charts.bars import Bar
from ..charts.style import Kind
from ..names import Name
from ..results import Results
from . import tables
from .labels import kind_of_model, label

_TITLES = {
    "query_one": ("One value", "The same statement; raw_prepared prepares it once and for all."),
    "query_ten": ("Ten rows", "The same statement; raw_prepared prepares it once and for all."),
    "verify": ("Proving an idle session", "A lease, by each way to prove it alive."),
    "batch_1000": ("Inserting 1,000 rows", "In one transaction."),
    "page_1": ("The first page", "50 rows of 50,000."),
    "page_1000": ("The last page", "50 rows of 50,000."),
    "first_lease_after_restart": (
        "The first good lease after a restart",
        "All idle sessions are dead, and the pool has yet to find out. Beside it, one connect.",
    ),
}
_NOT_OURS = ("raw_session", "raw_prepared", "raw_connect", "vector_use", "loop")


def charts(results: Results) -> list[Chart]:
    names = [Name.of(name) for name in results.names() if name.startswith("session/")]
    tasks = tables.distinct(name.path[2] for name in names)
    return [_of_task(results, task) for task in tasks]


def _of_task(results: Results, task: str) -> Chart:
    title, caption = _TITLES.get(task, (task, ""))
    found = []
    for name in results.names():
        verb, *rest = Name.of(name).path
        if verb == "session" and rest[1] == task:
            spread = results.spread(name)
            assert spread, name
            how = "/".join(rest[2:])
            kind = Kind.BASELINE if how in _NOT_OURS else kind_of_model(how)
            found.append(Bar(how, spread, kind, label(rest[0])))
    name = f"session-{task}"
    return Chart(name, title, caption, bars.draw(found, name), tables.of_bars("how", found))
