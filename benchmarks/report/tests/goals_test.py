from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

from report.goals import Goal, Verdict, read
from report.results import Measurement, Results

MEASURED = Results(
    {},
    [
        Measurement("lease", 0, {"time": 10.0, "fairness": 1.5}, 0),
        Measurement("lease", 1, {"time": 12.0, "fairness": 1.7}, 0),
        Measurement("lease", 2, {"time": 11.0, "fairness": 1.9}, 0),
        Measurement("word", 0, {"time": 5.5}, 0),
    ],
)


def goal(text: str) -> Goal:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "goals.toml")
        path.write_text('[["group"]]\nwhat = "what"\n' + text)
        return read(path)[0]


class Goals(unittest.TestCase):
    def test_the_ratio_is_that_of_the_medians(self) -> None:
        wanted = goal('measured = "lease"\nover = "word"\nat_most = 2.5')
        self.assertEqual(wanted.ratio(MEASURED), 2)

    def test_what_it_is_over_can_be_several_times_and_a_little_more(self) -> None:
        text = 'measured = "lease"\nover = "word"\nat_most = 1\n'
        self.assertEqual(goal(text + "times = 4").ratio(MEASURED), 0.5)
        self.assertAlmostEqual(goal(text + "plus_us = 1").ratio(MEASURED) or 0, 11 / 1005.5)

    def test_a_counter_can_be_judged_by_itself(self) -> None:
        self.assertEqual(goal('measured = "lease fairness"\nat_most = 2').ratio(MEASURED), 1.7)

    def test_the_limits_themselves_are_within_them(self) -> None:
        wanted = goal('measured = "lease"\nat_least = 2\nat_most = 3')
        verdicts = [wanted.verdict(ratio).value for ratio in (1.9, 2, 3, 3.1)]
        self.assertEqual(verdicts, ["not met", "met", "met", "not met"])
        self.assertEqual(wanted.rule, "at most 3 and at least 2")

    def test_without_one_half_it_is_not_measured(self) -> None:
        for text in ('measured = "lease"\nover = "absent"', 'measured = "absent"\nover = "word"'):
            ratio = goal(text + "\nat_most = 1").ratio(MEASURED)
            self.assertIsNone(ratio)
            self.assertIs(goal(text + "\nat_most = 1").verdict(ratio), Verdict.NOT_MEASURED)

    def test_a_misspelt_key_and_a_missing_limit_are_refused(self) -> None:
        for text in ('measured = "lease"\nat_moost = 1\nat_most = 1', 'measured = "lease"'):
            with self.assertRaisesRegex(ValueError, "A goal has"):
                goal(text)

    def test_the_goals_of_the_project_can_be_read(self) -> None:
        self.assertTrue(read(Path(__file__).parents[2] / "goals.toml"))
