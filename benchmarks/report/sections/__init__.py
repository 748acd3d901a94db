"""The sections of the report: which benchmarks go into which chart."""

from __future__ import annotations

from dataclasses import dataclass

from ..chart import Chart
from ..results import Results
from . import awaiting, compiling, contention, policies, sessions


@dataclass(frozen=True)
class Section:
    title: str
    introduction: str
    charts: list[Chart]


def all_of(results: Results) -> list[Section]:
    """Those that have anything to show."""
    found = [
        Section(
            "Policies",
            "What one lease costs, by one policy at a time. Blue is ours, pale blue the policy that"
            " does nothing, grey what it is compared with.",
            policies.charts(results),
        ),
        Section(
            "Contention",
            "Threads that lend, hold, give back and lend again at once. Pools of ours are named by"
            " threading and waiting policy; multi with fifo_after is the default. Throughput and"
            " waits are two claims: barging is quick on the whole, and some wait long.",
            contention.charts(results),
        ),
        Section(
            "Awaiting",
            "Coroutines on one or two threads that lend, hold, give back and lend again at once.",
            awaiting.charts(results),
        ),
        Section(
            "Sessions",
            "Sessions of SOCI on real databases, servers on this machine. Grey is SOCI alone.",
            sessions.charts(results),
        ),
        Section("Compiling", "What the headers cost a build.", compiling.charts(results)),
    ]
    return [section for section in found if section.charts]
