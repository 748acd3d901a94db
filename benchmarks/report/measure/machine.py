"""What a reader has to know of the machine: what is on it, and in which version."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

_PACKAGES = {
    "SOCI": "libsoci-dev",
    "Poco": "libpoco-dev",
    "SQLite": "libsqlite3-dev",
    "Google Benchmark": "libbenchmark-dev",
}
_SWITCH: dict[bool | None, str] = {True: "on", False: "off"}
_SERVERS = {"mysql": ("MariaDB", "mariadbd"), "postgresql": ("PostgreSQL", "postgres")}


def description(
    compiler: str, backends: list[str], context: dict[str, Any], how: str
) -> dict[str, str]:
    """In the order in which it is shown. `context` is Google Benchmark's own, if that has run."""
    about = {
        "when": time.strftime("%d %B %Y, %H:%M UTC", time.gmtime()),
        "how": how,
        "processor": f"{_processor()}, {os.cpu_count()} cores{_speed(context)}",
        "caches": _caches(context),
        "frequency scaling": _SWITCH.get(context.get("cpu_scaling_enabled"), ""),
        "memory": f"{os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 2**30:.0f} GiB",
        "system": f"{_system()}, Linux {platform.release()}",
        "compiler": compiler,
    }
    about |= {name: _version_of(package) for name, package in _PACKAGES.items()}
    about |= dict(_server(backend) for backend in backends if backend in _SERVERS)
    return {key: value for key, value in about.items() if value}


def _processor() -> str:
    return _first(r"model name\s*: (.+)", lambda: Path("/proc/cpuinfo").read_text()) or (
        platform.machine()
    )


def _speed(context: dict[str, Any]) -> str:
    return f" at {context['mhz_per_cpu']} MHz" if "mhz_per_cpu" in context else ""


def _system() -> str:
    return _first(r'PRETTY_NAME="(.+)"', lambda: Path("/etc/os-release").read_text())


def _caches(context: dict[str, Any]) -> str:
    return ", ".join(
        f"L{cache['level']} {cache['type'].lower()} {cache['size'] // 1024} KiB"
        + (f" for {cache['num_sharing']} cores" if cache["num_sharing"] > 1 else "")
        for cache in context.get("caches", [])
    )


def _version_of(package: str) -> str:
    return _said("dpkg-query", "--show", "--showformat=${Version}", package)


def _server(backend: str) -> tuple[str, str]:
    name, program = _SERVERS[backend]
    return name, _first(r"(\d+\.\d+(\.\d+)?)", lambda: _said(program, "--version"))


def _said(*command: str) -> str:
    if not shutil.which(command[0]):
        return ""
    return subprocess.run(command, capture_output=True, text=True).stdout.strip()


def _first(pattern: str, text: Callable[[], str]) -> str:
    try:
        found = re.search(pattern, text())
    except OSError:
        found = None
    return found[1] if found else ""
