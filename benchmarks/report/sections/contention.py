"""Many threads, few resources: what the pool takes away, and who has to wait how long."""

from __future__ import annotations

from math import log10

from ..chart import Chart, Table
from ..charts import bars, lines, units
from ..charts.bars import Bar
from ..charts.lines import Line
from ..names import Name
from ..results import TIME, Results, Spread
from . import tables
from .labels import DEFAULT_POOL, kind_of_pool, label

_NINES = {0.3: "50 %", 1: "90 %", 2: "99 %", 3: "99.9 %", 4: "99.99 %"}
_WAITS = {"p50_us": "median", "p99_us": "99 %", "p999_us": "99.9 %", "max_us": "longest"}

Place = tuple[int, int]  # threads and resources


def charts(results: Results) -> list[Chart]:
    return [
        *(_over_places(results, "contend", TIME, hold) for hold in _holds(results, "contend")),
        *(_over_places(results, "latency", "p999_us", hold) for hold in _holds(results, "latency")),
        *(
            _distribution(results, hold, place)
            for hold in _holds(results, "latency")
            for place in _places(results, "latency", hold)
            if hold > 0
        ),
    ]


def _over_places(results: Results, verb: str, figure: str, hold: int) -> Chart:
    """A line for each pool: to the right, more threads for each resource. Bars for one place."""
    places = _places(results, verb, hold)
    ticks = {float(x): f"{threads} on {size}" for x, (threads, size) in enumerate(places)}
    found = {}
    for pool in _pools(results, verb):
        at = [results.spread(_name(verb, pool, hold, place), figure) for place in places]
        found[pool] = [(float(x), spread) for x, spread in enumerate(at) if spread]
    name = f"{verb}-hold-{hold}us"
    if len(places) > 1:
        drawn = lines.draw([_line(pool, points) for pool, points in found.items()], ticks, name)
        table = _by_place(found, ticks)
    else:
        of_pools = [_bar(pool, points[0][1]) for pool, points in found.items()]
        drawn, table = bars.draw(of_pools, name), tables.of_bars("pool", of_pools)
    what = "Time per lease" if verb == "contend" else "Wait at 99.9 %"
    who = "All threads together" if verb == "contend" else "One lease in 1,000 takes longer to get"
    threads, size = places[0]
    caption = f"{who}. {ticks[0]}: {threads} threads on {size} resources."
    return Chart(name, f"{what}, {_held(hold)}", caption, drawn, table)


def _by_place(found: dict[str, list[tuple[float, Spread]]], ticks: dict[float, str]) -> Table:
    rows = []
    for pool, points in found.items():
        at = dict(points)
        rows.append([label(pool), *(tables.time_or_nothing(at.get(x)) for x in ticks)])
    return Table(["pool", *ticks.values()], rows)


def _distribution(results: Results, hold: int, place: Place) -> Chart:
    found = []
    rows = []
    for pool in _pools(results, "latency"):
        name = _name("latency", pool, hold, place)
        quantiles = [(q, wait) for q, wait in results.quantiles(name) if 0.5 <= q <= 0.9999]
        if quantiles:
            points = [(-log10(1 - q), Spread(wait, wait, wait)) for q, wait in quantiles]
            found.append(_line(pool, points))
        if results.spread(name, "p50_us"):
            waits = [tables.time_or_nothing(results.spread(name, wait)) for wait in _WAITS]
            fairness = tables.number_or_nothing(results.spread(name, "fairness"))
            rows.append([label(pool), *waits, fairness])
    threads, size = place
    name = f"waits-{threads}-on-{size}-hold-{hold}us"
    return Chart(
        name,
        f"Waits of {threads} threads on {size}, {_held(hold)}",
        "Each line: so many acquires waited at most so long. Fairness is the leases of the busiest"
        " thread over those of the least busy.",
        lines.draw(found, _NINES, name, marked=False),
        Table(["pool", *_WAITS.values(), "fairness"], rows),
    )


def _bar(pool: str, spread: Spread) -> Bar:
    return Bar(label(pool), spread, kind_of_pool(pool))


def _line(pool: str, points: list[tuple[float, Spread]]) -> Line:
    dash = "--" if pool.endswith("_fifo") else ":" if pool.endswith("_barging") else "-"
    return Line(label(pool), kind_of_pool(pool), points, dash, pool == DEFAULT_POOL)


def _name(verb: str, pool: str, hold: int, place: Place) -> str:
    threads = f"/threads:{place[0]}" if place[0] > 1 else ""
    return f"{verb}/{pool}/hold_us:{hold}/size:{place[1]}{threads}"


def _named(results: Results, verb: str) -> list[Name]:
    names = [Name.of(name) for name in results.names() if name.startswith(verb + "/")]
    return [name for name in names if {"hold_us", "size"} <= name.arguments.keys()]


def _holds(results: Results, verb: str) -> list[int]:
    return sorted({name.arguments["hold_us"] for name in _named(results, verb)})


def _pools(results: Results, verb: str) -> list[str]:
    return tables.distinct(name.path[1] for name in _named(results, verb))


def _places(results: Results, verb: str, hold: int) -> list[Place]:
    found = {
        (name.threads, name.arguments["size"])
        for name in _named(results, verb)
        if name.arguments["hold_us"] == hold
    }
    return sorted(found, key=lambda place: (place[0] / place[1], place))


def _held(hold: int) -> str:
    return f"each held for {units.round_time(hold * 1e3)}" if hold else "given back at once"
