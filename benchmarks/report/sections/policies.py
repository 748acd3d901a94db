"""What each policy costs a lease, beside the null object of its concern and beside other pools."""

from __future__ import annotations

from ..chart import Chart
from ..charts import bars
from ..charts.bars import Bar
from ..charts.style import Kind
from ..names import Name
from ..results import Results
from . import tables
from .labels import kind_of_model, label

_DEFAULT = "acquire/threading/multi"
_YARDSTICKS = ("compare_and_swap_pair", "soci_pool")  # in each chart
_WHEN = {
    "acquire": ("{}", "An idle resource is lent and given back."),
    "exhausted": ("{}, when nothing is idle", "What it takes to find out, without waiting."),
    "open": ("{}, when nothing is kept", "What is lent has to be opened first."),
    "close": ("{}, when a close takes 1 ms", "How long it holds up who gives back."),
    "lost": ("{}, when one of ten is lost", "Until all ten have been lent anew."),
    "fail": ("{}, when opening fails", "One failure and the success after it, delays left out."),
}
_CAPTIONS = {
    "awaited": "An idle resource is lent to a coroutine or a callback. async_acquire posts, co_acquire"
    " does not.",
    "validation": "Peek and ping answer at once here: this is what asking them costs.",
    "clock": "steady_unread is asked by nobody, the others by recycling::max_idle.",
    "release": "What is discarded is opened again for the next.",
    "preset": "Bundles of policies.",
    "call": "The default pool where acquire is a call, as in a program that has many.",
}


def charts(results: Results) -> list[Chart]:
    names = [name for name in results.names() if len(Name.of(name).path) == 3]
    families = tables.distinct(
        "/".join(Name.of(name).path[:2]) for name in names if name.split("/")[0] in _WHEN
    )
    drawn = [_of_baselines(results)] if "acquire/baseline" in families else []
    drawn += [_of_concern(results, each) for each in families if each != "acquire/baseline"]
    return drawn


def _of_baselines(results: Results) -> Chart:
    models = [name for name in results.names() if name.startswith("acquire/baseline/")]
    found = []
    for threads in _thread_counts(models):
        default = results.spread(_with(_DEFAULT, threads))
        if default:
            found.append(Bar("cenote's default", default, Kind.OURS, _group(threads)))
        found += [
            _bar(results, name, Kind.BASELINE, _group(threads))
            for name in models
            if Name.of(name).threads == threads
        ]
    return Chart(
        "acquire-baselines",
        "Lending an idle resource",
        "All threads together: with two that do not hinder each other, the time halves.",
        bars.draw(found, "acquire-baselines"),
        tables.of_bars("pool", found),
    )


def _of_concern(results: Results, family: str) -> Chart:
    verb, concern = family.split("/")
    title, caption = _WHEN[verb]
    if verb == "acquire":
        caption = _CAPTIONS.get(concern, caption)
    models = [name for name in results.names() if name.startswith(family + "/")]
    counts = _thread_counts(models)
    found = []
    for threads in counts:
        group = _group(threads) if len(counts) > 1 else ""
        found += [
            _bar(results, name, kind_of_model(Name.of(name).path[2]), group)
            for name in models
            if Name.of(name).threads == threads
        ]
        yardsticks = [_with(f"acquire/baseline/{each}", threads) for each in _YARDSTICKS]
        found += [
            _bar(results, name, Kind.BASELINE, group)
            for name in yardsticks
            if verb == "acquire" and results.spread(name)
        ]
    name = f"{verb}-{concern}"
    drawn, table = bars.draw(found, name), tables.of_bars("model", found)
    return Chart(name, title.format(concern), caption, drawn, table)


def _thread_counts(names: list[str]) -> list[int]:
    return sorted({Name.of(name).threads for name in names})


def _bar(results: Results, name: str, kind: Kind, group: str) -> Bar:
    spread = results.spread(name)
    assert spread, name
    its = Name.of(name)
    more = [f"{key} {value:,}" for key, value in its.arguments.items() if key != "threads"]
    return Bar(", ".join([label(its.path[2]), *more]), spread, kind, group)


def _with(name: str, threads: int) -> str:
    return f"{name}/threads:{threads}" if threads > 1 else name


def _group(threads: int) -> str:
    return "1 thread" if threads == 1 else f"{threads} threads"
