"""How much of the processors others used while something of ours ran."""

from __future__ import annotations

import os
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def seconds_of_machine() -> float:
    """What all processors have worked since the machine started; what the host stole, too."""
    user, nice, system, _idle, _waiting, interrupts, soft, stolen = _numbers()
    return (user + nice + system + interrupts + soft + stolen) / _TICKS


def _numbers() -> list[int]:
    first_line = Path("/proc/stat").read_text().split("\n", 1)[0]
    return [int(number) for number in first_line.split()[1:9]]


def seconds_of_family(process: int) -> float:
    """What a process, its children and those that it has outlived have worked."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return 0  # it has ended
    own = sum(int(ticks) for ticks in fields[11:15]) / _TICKS
    return own + sum(seconds_of_family(int(child)) for child in children)


class Others:
    """From its making on: the cores that neither this process nor the given servers kept busy."""

    def __init__(self, servers: list[int], now: float) -> None:
        self._families = [os.getpid(), *servers]
        self._start = now
        self._before = self._seconds()

    def cores(self, now: float) -> float:
        return max(0.0, (self._seconds() - self._before) / (now - self._start))

    def _seconds(self) -> float:
        return seconds_of_machine() - sum(seconds_of_family(each) for each in self._families)
