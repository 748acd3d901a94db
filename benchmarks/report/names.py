"""The parts of a benchmark's name: `contend/poco/hold_us:100/size:4/threads:8`."""

from __future__ import annotations

from dataclasses import dataclass

# What Google Benchmark adds to a name to tell how it measured.
_NOT_OURS = ("real_time", "process_time", "manual_time")
_NOT_OURS_WITH_VALUE = ("iterations:", "min_time:", "min_warmup_time:", "repeats:")


def plain(name: str) -> str:
    """The name as it was given: without how it was measured, and one thread goes without saying."""
    return "/".join(
        part
        for part in name.split("/")
        if part not in _NOT_OURS
        and not part.startswith(_NOT_OURS_WITH_VALUE)
        and part != "threads:1"
    )


@dataclass(frozen=True)
class Name:
    """A plain name, taken apart: `path` is what has no colon, `arguments` what has one."""

    path: tuple[str, ...]
    arguments: dict[str, int]

    @classmethod
    def of(cls, name: str) -> Name:
        parts = name.split("/")
        pairs = [part.split(":") for part in parts if ":" in part]
        return cls(
            tuple(part for part in parts if ":" not in part),
            {key: int(value) for key, value in pairs},
        )

    @property
    def threads(self) -> int:
        return self.arguments.get("threads", 1)
