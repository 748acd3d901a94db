"""Each benchmark once a round, a program's in a new order: peers and ours in turn."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ..names import plain
from ..results import Failed, Measurement
from .program import Program
from .progress import Progress


@dataclass
class Measured:
    measurements: list[Measurement] = field(default_factory=list)
    context: dict[str, Any] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)


def measure(
    programs: Sequence[Program],
    only: Sequence[str],
    repetitions: int,
    min_time: float,
    servers: list[int],
) -> Measured:
    measured = Measured()
    listed = _wanted(programs, only, measured)
    benchmarks = list(listed)
    progress = Progress([(each.name, name) for each, name in benchmarks], repetitions)
    broken = set()
    for repetition in range(repetitions):
        random.shuffle(benchmarks)
        for program, name in sorted(benchmarks, key=lambda each: programs.index(each[0])):
            if name in broken:
                continue
            progress.begins(repetition, program.name, plain(name))
            try:
                found, context = program.measure(name, repetition, min_time, servers)
                measured.measurements += found
                measured.context |= context
            except Failed as problem:
                broken.add(name)
                measured.failures.append(f"{program.name}, {plain(name)}: {problem}")
                progress.says(f"FAILED: {measured.failures[-1]}")
            progress.ended(program.name, name)
    order = {plain(name): place for place, (_, name) in enumerate(listed)}
    measured.measurements.sort(key=lambda each: (order[each.name], each.repetition))
    progress.says(f"{len(benchmarks)} benchmarks measured, {len(measured.failures)} failed")
    return measured


def _wanted(
    programs: Sequence[Program], only: Sequence[str], measured: Measured
) -> list[tuple[Program, str]]:
    wanted = []
    for program in programs:
        try:
            names = program.benchmarks()
        except Failed as problem:
            measured.failures.append(f"{program.name}: {problem}")
            continue
        wanted += [
            (program, name) for name in names if not only or plain(name).startswith(tuple(only))
        ]
    return wanted
