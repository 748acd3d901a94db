from __future__ import annotations

import tempfile
import unittest
from pathlib import Path
from typing import Any

from report.results import Failed, Measurement, Results, Spread, merged


def run(name: str, time: float, unit: str = "ns", **more: Any) -> dict[str, Any]:
    return {"name": name, "run_type": "iteration", "real_time": time, "time_unit": unit, **more}


class Merging(unittest.TestCase):
    def test_times_become_nanoseconds(self) -> None:
        found = merged({"benchmarks": [run("a", 1.5, "us"), run("b", 2, "ms")]}, "", 0, 0)
        self.assertEqual([each.figures["time"] for each in found], [1500, 2e6])

    def test_counters_named_by_microseconds_become_nanoseconds_others_stay(self) -> None:
        found = merged({"benchmarks": [run("a", 1, p99_us=7, fairness=1.5)]}, "", 0, 0)
        self.assertEqual(found[0].figures, {"time": 1, "p99_us": 7000, "fairness": 1.5})

    def test_names_are_told_without_how_they_were_measured(self) -> None:
        output = {"benchmarks": [run("a/size:2/iterations:5/manual_time/threads:2", 1)]}
        self.assertEqual(merged(output, "", 0, 0)[0].name, "a/size:2/threads:2")

    def test_one_thread_goes_without_saying(self) -> None:
        found = merged({"benchmarks": [run("a/real_time/threads:1", 1)]}, "", 0, 0)
        self.assertEqual(found[0].name, "a")

    def test_the_last_distribution_of_a_name_is_put_to_it(self) -> None:
        lines = '{"name": "a", "quantiles": [[0.5, 9]]}\n{"name": "a", "quantiles": [[0.5, 2]]}\n'
        found = merged({"benchmarks": [run("a", 1), run("b", 1)]}, lines, 0, 0)
        self.assertEqual([each.quantiles for each in found], [[(0.5, 2000)], []])

    def test_google_benchmarks_own_aggregates_are_left_out(self) -> None:
        output = {"benchmarks": [run("a_mean", 1) | {"run_type": "aggregate"}]}
        self.assertEqual(merged(output, "", 0, 0), [])

    def test_a_benchmark_that_failed_is_no_measurement(self) -> None:
        output = {"benchmarks": [run("a", 0, error_occurred=True, error_message="no rows")]}
        with self.assertRaisesRegex(Failed, "no rows"):
            merged(output, "", 0, 0)


class Repetitions(unittest.TestCase):
    def results(self, *times_and_others: tuple[float, float]) -> Results:
        return Results(
            {},
            [
                Measurement("a", repetition, {"time": time}, others, [(0.5, time)])
                for repetition, (time, others) in enumerate(times_and_others)
            ],
        )

    def test_a_spread_is_the_median_and_the_ends(self) -> None:
        results = self.results((3, 0), (1, 0), (10, 0))
        self.assertEqual(results.spread("a"), Spread(3, 1, 10))
        self.assertEqual(results.quantiles("a"), [(0.5, 3)])

    def test_what_others_disturbed_does_not_count_beside_what_they_did_not(self) -> None:
        results = self.results((3, 0.1), (100, 0.5))
        self.assertEqual(results.spread("a"), Spread(3, 3, 3))
        self.assertEqual(results.disturbed(), 1)

    def test_where_all_were_disturbed_all_count(self) -> None:
        self.assertEqual(self.results((3, 0.5), (5, 0.5)).spread("a"), Spread(4, 3, 5))

    def test_what_was_not_measured_has_no_spread(self) -> None:
        self.assertIsNone(self.results((1, 0)).spread("b"))
        self.assertIsNone(self.results((1, 0)).spread("a", "p99_us"))

    def test_what_is_saved_is_read_again(self) -> None:
        results = self.results((1, 0), (2, 1))
        with tempfile.TemporaryDirectory() as folder:
            results.save(Path(folder, "results.json"))
            self.assertEqual(Results.load(Path(folder, "results.json")), results)
