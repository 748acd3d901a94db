"""What is measured now, how far it is, and the time left."""

from __future__ import annotations

import shutil
import sys
import time
from collections import defaultdict
from statistics import mean

_TOO_FEW = 5  # to tell the time left


class Progress:
    """One line that changes on a terminal; elsewhere, a line for each tenth."""

    def __init__(self, rounds: list[tuple[str, str]], repetitions: int) -> None:
        """`rounds` has each benchmark once, with its program before it."""
        self._rounds = rounds
        self._repetitions = repetitions
        self._total = len(rounds) * repetitions
        self._done = 0
        self._tenth = -1
        self._terminal = sys.stdout.isatty()
        self._started = time.monotonic()
        # Seconds, by program and benchmark, by program, and of all.
        self._took: dict[tuple[str, ...], list[float]] = defaultdict(list)

    def begins(self, repetition: int, program: str, benchmark: str) -> None:
        self._started = time.monotonic()
        state = f"{self._done} of {self._total}, "
        if self._repetitions > 1:
            state += f"round {repetition + 1} of {self._repetitions}, "
        state += self._left()
        if self._terminal:
            line = f"{state}: {benchmark}"
            print(f"\r\033[K{line[: shutil.get_terminal_size().columns - 1]}", end="", flush=True)
        elif 10 * self._done // self._total > self._tenth:
            self._tenth = 10 * self._done // self._total
            print(f"{state}: {program}", flush=True)

    def ended(self, program: str, benchmark: str) -> None:
        self._done += 1
        for what in ((program, benchmark), (program,), ()):
            self._took[what].append(time.monotonic() - self._started)

    def says(self, text: str) -> None:
        print(f"\r\033[K{text}" if self._terminal else text, flush=True)

    def _left(self) -> str:
        if self._done < _TOO_FEW:
            return "time left unknown"
        left = sum(
            self._expected(*each) * (self._repetitions - len(self._took.get(each, ())))
            for each in self._rounds
        )
        time_left = f"{left / 60:.0f} min left" if left > 90 else f"{left:.0f} s left"
        all_known = all((program,) in self._took for program, _ in self._rounds)
        return time_left if all_known else f"perhaps {time_left}"

    def _expected(self, program: str, benchmark: str) -> float:
        """What it took before, or what its program's others take, or anything."""
        known = ((program, benchmark), (program,), ())
        return mean(next(self._took[what] for what in known if what in self._took))
