"""Labels that would overlap, moved apart."""

from __future__ import annotations

from collections.abc import Sequence


def apart(places: Sequence[float], least: float, top: float) -> list[float]:
    """Ascending places, moved as little as makes them lie `least` apart and none above `top`."""
    groups: list[tuple[float, int]] = []  # middle and how many
    for place in places:
        groups.append((place, 1))
        while len(groups) > 1 and _overlap(groups[-2], groups[-1], least):
            (above, more), (below, many) = groups.pop(), groups.pop()
            groups.append(((above * more + below * many) / (more + many), more + many))
    moved = [
        middle + least * (each - (many - 1) / 2) for middle, many in groups for each in range(many)
    ]
    highest = [top - least * below for below in reversed(range(len(moved)))]
    return [min(place, limit) for place, limit in zip(moved, highest)]


def _overlap(below: tuple[float, int], above: tuple[float, int], least: float) -> bool:
    return above[0] - below[0] < least * (above[1] + below[1]) / 2
