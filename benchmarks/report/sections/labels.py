"""What a reader calls the benchmarks, and whose they are."""

from __future__ import annotations

from ..charts.style import Kind

DEFAULT_POOL = "multi_fifo_after"

_LABELS = {
    "compare_and_swap": "one CAS",
    "compare_and_swap_pair": "two CAS",
    "mutex_pairs": "two std::mutex pairs",
    "no_pool": "no pool: new and delete",
    "mutex_deque": "mutex + deque",
    "soci_pool": "SOCI's pool",
    "poco": "Poco's pool",
    "sqlite3": "SQLite",
    "mysql": "MariaDB",
    "postgresql": "PostgreSQL",
}
_BASELINES = {"mutex_deque", "soci_pool", "poco"}
_NULL_MODELS = {"none", "never", "keep", "by_caller", "steady_unread", "single", "defaults"}


def label(word: str) -> str:
    """A pool of ours is called by its threading and waiting policies."""
    for threading in ("multi", "mutexed"):
        if word.startswith(threading + "_"):
            return f"{threading}, {word[len(threading) + 1 :]}"
    return _LABELS.get(word, word)


def kind_of_pool(pool: str) -> Kind:
    if pool in _BASELINES:
        return Kind.BASELINE
    return Kind.OURS if pool.startswith("multi") else Kind.NULL


def kind_of_model(model: str) -> Kind:
    return Kind.NULL if model in _NULL_MODELS else Kind.OURS
