"""What was measured: one file, written by a run and read by everything that draws."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from .names import plain

TIME = "time"
DISTURBED = 0.15  # cores in use by other processes
_UNITS = {"ns": 1.0, "us": 1e3, "ms": 1e6, "s": 1e9}
_FIELDS = {
    "name", "family_index", "per_family_instance_index", "run_name", "run_type", "repetitions",
    "repetition_index", "threads", "iterations", "real_time", "cpu_time", "time_unit", "label",
}  # fmt: skip


@dataclass(frozen=True)
class Measurement:
    """One benchmark, once. Times among its figures are nanoseconds."""

    name: str
    repetition: int
    figures: dict[str, float]
    others: float  # cores that other processes used meanwhile
    quantiles: list[tuple[float, float]] = field(default_factory=list)


@dataclass(frozen=True)
class Spread:
    """The median of repetitions, and how far they lie apart."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Iterable[float]) -> Spread:
        values = list(values)
        return cls(median(values), min(values), max(values))


@dataclass(frozen=True)
class Results:
    about: dict[str, str]  # the machine and the versions, in the order in which they are shown
    measurements: list[Measurement]

    def names(self) -> list[str]:
        return list(dict.fromkeys(each.name for each in self.measurements))

    def spread(self, name: str, figure: str = TIME) -> Spread | None:
        """Disturbed repetitions count only where there are no others."""
        values = [each.figures[figure] for each in self._calm(name, figure)]
        return Spread.of(values) if values else None

    def quantiles(self, name: str) -> list[tuple[float, float]]:
        """Quantile and wait in nanoseconds, each the median of the repetitions."""
        waits: dict[float, list[float]] = {}
        for each in self._calm(name, TIME):
            for quantile, wait in each.quantiles:
                waits.setdefault(quantile, []).append(wait)
        return [(quantile, median(waits[quantile])) for quantile in sorted(waits)]

    def repetitions(self) -> int:
        return 1 + max(each.repetition for each in self.measurements)

    def disturbed(self) -> int:
        return sum(each.others > DISTURBED for each in self.measurements)

    def _calm(self, name: str, figure: str) -> list[Measurement]:
        all_of_it = [
            each for each in self.measurements if each.name == name and figure in each.figures
        ]
        return [each for each in all_of_it if each.others <= DISTURBED] or all_of_it

    def save(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self), indent=1) + "\n")

    @classmethod
    def load(cls, path: Path) -> Results:
        read = json.loads(path.read_text())
        return cls(read["about"], [_measurement(each) for each in read["measurements"]])


def _measurement(read: dict[str, Any]) -> Measurement:
    quantiles = [(quantile, wait) for quantile, wait in read.pop("quantiles")]
    return Measurement(quantiles=quantiles, **read)


class Failed(Exception):
    """A benchmark says itself that it did not work."""


def merged(
    output: Mapping[str, Any], latencies: str, repetition: int, others: float
) -> list[Measurement]:
    """What Google Benchmark wrote, with the lines of the file of latencies put to their names."""
    quantiles: dict[str, list[tuple[float, float]]] = {}
    for line in latencies.splitlines():
        of_one = json.loads(line)
        quantiles[plain(of_one["name"])] = [
            (quantile, microseconds * 1e3) for quantile, microseconds in of_one["quantiles"]
        ]
    measurements = []
    for run in output["benchmarks"]:
        if run.get("run_type") == "aggregate":
            continue
        if run.get("error_occurred"):
            raise Failed(run.get("error_message", "it gave no reason"))
        name = plain(run["name"])
        found = Measurement(name, repetition, _figures(run), others, quantiles.get(name, []))
        measurements.append(found)
    return measurements


def _figures(run: Mapping[str, Any]) -> dict[str, float]:
    figures = {TIME: run["real_time"] * _UNITS[run["time_unit"]]}
    for counter, value in run.items():
        if counter not in _FIELDS and isinstance(value, (int, float)):
            figures[counter] = value * 1e3 if counter.endswith("_us") else value
    return figures
