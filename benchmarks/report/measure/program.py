"""A program that measures: it lists its benchmarks, and runs one of them at a time."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..results import Failed, Measurement, merged
from .load import Others

_LONGEST = 300  # seconds for one benchmark, once


@dataclass(frozen=True)
class Program:
    """Made with Google Benchmark."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.name

    def benchmarks(self) -> list[str]:
        listed = subprocess.run(
            [self.path, "--benchmark_list_tests=true"],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=_LONGEST,
        )  # fmt: skip
        if listed.returncode:
            raise Failed(f"cannot list its benchmarks: {_last_lines(listed.stderr)}")
        return listed.stdout.split()

    def measure(
        self, benchmark: str, repetition: int, min_time: float, servers: list[int]
    ) -> tuple[list[Measurement], dict[str, Any]]:
        """One benchmark, and Google Benchmark's own account of the machine."""
        with tempfile.TemporaryDirectory(prefix="cenote-benchmark-") as folder:
            output, latencies = Path(folder, "output"), Path(folder, "latencies")
            others = Others(servers, time.monotonic())
            self._run(benchmark, min_time, output, latencies)
            cores = others.cores(time.monotonic())
            written = json.loads(output.read_text())
            lines = latencies.read_text() if latencies.exists() else ""
        return merged(written, lines, repetition, cores), written["context"]

    def _run(self, benchmark: str, min_time: float, output: Path, latencies: Path) -> None:
        command: list[Path | str] = [
            self.path,
            f"--benchmark_filter=^{_escaped(benchmark)}$",
            f"--benchmark_min_time={min_time}",
            f"--benchmark_out={output}",
            "--benchmark_out_format=json",
        ]
        said = self._finished(command, {"CENOTE_LATENCIES": str(latencies)})
        if not output.exists() or not output.stat().st_size:
            raise Failed(f"it wrote nothing: {_last_lines(said)}")

    def _finished(self, command: list[Path | str], settings: dict[str, str]) -> str:
        """What it printed. Ends it when it takes too long, or when this program is told to end."""
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, env=os.environ | settings,
        )  # fmt: skip
        try:
            said, complained = process.communicate(timeout=_LONGEST)
        except subprocess.TimeoutExpired:
            raise Failed(f"it was not done after {_LONGEST} s") from None
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
        if process.returncode:
            raise Failed(f"{_ending(process.returncode)}: {_last_lines(complained or said)}")
        return said


def _ending(status: int) -> str:
    return f"status {status}" if status > 0 else signal.Signals(-status).name


def _escaped(name: str) -> str:
    return re.sub(r"([.+*?()\[\]{}|^$\\])", r"\\\1", name)


def _last_lines(text: str) -> str:
    return "\n".join(text.strip().splitlines()[-3:]) or "it gave no reason"
