"""The script that times the compiler: it tells of itself otherwise than Google Benchmark does."""

from __future__ import annotations

from pathlib import Path

from .program import Program


class Compiling(Program):
    @property
    def name(self) -> str:
        return "compile"

    def benchmarks(self) -> list[str]:
        return [f"compile/{source.stem}" for source in sorted(self.path.parent.glob("*.cpp"))]

    def _run(self, benchmark: str, min_time: float, output: Path, latencies: Path) -> None:
        output.write_text(self._finished([self.path, "--quick", f"--filter=^{benchmark}$"], {}))
