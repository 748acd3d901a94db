from __future__ import annotations

import unittest

from report.charts.apart import apart
from report.charts.units import number, round_time, time


class Figures(unittest.TestCase):
    def test_figures_have_three_digits(self) -> None:
        texts = [number(value) for value in (0, 0.0049, 0.123, 1, 12.34, 123.4, 12345)]
        self.assertEqual(texts, ["0", "0.005", "0.123", "1.00", "12.3", "123", "12,300"])

    def test_times_have_the_unit_that_suits_them(self) -> None:
        times = [time(value) for value in (1.23, 45678, 1.5e6, 2e9)]
        self.assertEqual(times, ["1.23 ns", "45.7 µs", "1.50 ms", "2.00 s"])
        self.assertEqual(round_time(100_000), "100 µs")


class Labels(unittest.TestCase):
    def test_labels_that_have_room_stay(self) -> None:
        self.assertEqual(apart([0, 10, 20], 10, 99), [0, 10, 20])

    def test_labels_that_overlap_move_apart_around_their_middle(self) -> None:
        self.assertEqual(apart([4, 6], 10, 99), [0, 10])

    def test_labels_that_are_pushed_into_others_push_them_too(self) -> None:
        self.assertEqual(apart([0, 8, 10], 10, 99), [-4, 6, 16])

    def test_labels_stay_below_the_top(self) -> None:
        self.assertEqual(apart([0, 88, 96], 10, 95), [0, 85, 95])
