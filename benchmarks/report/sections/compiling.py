"""What including it costs the compiler."""

from __future__ import annotations

from ..chart import Chart
from ..charts import bars
from ..charts.bars import Bar
from ..charts.style import Kind
from ..names import Name
from ..results import Results
from . import tables


_TITLES = {
    "empty": "nothing",
    "vector": "<vector>",
    "soci": "SOCI and its headers",
    "pool_header": "<cenote/pool.hpp>",
    "default_pool": "a pool with defaults",
    "full_pool": "a pool with many policies",
    "policy_set": "a set of policies",
    "warehouse_header": "<cenote/warehouse.hpp>",
    "warehouse_query": "a warehouse and a query",
}
_NOT_OURS = ("empty", "vector", "soci")


def charts(results: Results) -> list[Chart]:
    found = []
    for name in results.names():
        spread = results.spread(name)
        if name.startswith("compile/") and spread:
            file = Name.of(name).path[1]
            kind = Kind.BASELINE if file in _NOT_OURS else Kind.OURS
            found.append(Bar(_TITLES.get(file, file), spread, kind))
    if not found:
        return []
    found.sort(key=lambda bar: bar.spread.median)
    return [
        Chart(
            "compile",
            "Time to compile one file",
            "With -O2; a file holds this and nothing else.",
            bars.draw(found, "compile", always_bars=True),
            tables.of_bars("file", found),
        )
    ]
