"""Figures for people: three digits and the unit that suits them."""

from __future__ import annotations

_TIMES = ((1e9, "s"), (1e6, "ms"), (1e3, "µs"), (1.0, "ns"))


def number(value: float) -> str:
    """Three digits: 0.123, 1.23, 12.3, 123, 12,300."""
    if value == 0:
        return "0"
    if abs(value) >= 1000:
        return f"{float(f'{value:.3g}'):,.0f}"
    digits = max(0, 3 - len(str(int(abs(value)))) if abs(value) >= 1 else 3)
    text = f"{value:.{digits}f}"
    return text.rstrip("0").rstrip(".") if digits == 3 else text


def time(nanoseconds: float) -> str:
    size, unit = unit_of(nanoseconds)
    return f"{number(nanoseconds / size)} {unit}"


def round_time(nanoseconds: float) -> str:
    """For what is round by itself: 100 µs."""
    size, unit = unit_of(nanoseconds * (1 + 1e-9))
    return f"{nanoseconds / size:.3g} {unit}"


def unit_of(nanoseconds: float) -> tuple[float, str]:
    return next((each for each in _TIMES if abs(nanoseconds) >= each[0]), _TIMES[-1])
