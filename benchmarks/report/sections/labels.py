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
    "bare_co_await": "co_await of what returns at once",
    "bare_post": "asio::post",
    "bare_co_await_post": "co_await asio::post",
    "async_acquire_use_awaitable": "co_await async_acquire",
    "co_acquire": "co_await co_acquire",
    "channel": "channel of Asio",
    "strand_and_timer": "strand and timer",
    "timers_alone": "the timers of the holds alone",
    "sqlite3": "SQLite",
    "mysql": "MariaDB",
    "postgresql": "PostgreSQL",
}
_BASELINES = {"mutex_deque", "soci_pool", "poco"}
_NOT_OURS = {"bare_co_await", "bare_post", "bare_co_await_post"}
_NULL_MODELS = {
    "none", "never", "keep", "by_caller", "steady_unread", "single", "defaults", "blocking",
}  # fmt: skip


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
    if model in _NOT_OURS:
        return Kind.BASELINE
    return Kind.NULL if model in _NULL_MODELS else Kind.OURS
