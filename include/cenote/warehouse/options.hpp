#pragma once

#include <cenote/base/text.hpp>
#include <cenote/base/time.hpp>

#include <cenote/policy/workers.hpp>

#include <cenote/warehouse/repairs.hpp>

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace cenote {

/// An option that is out of its range; `what()` names it, its rule, and what it was.
class options_error : public std::invalid_argument {
public:
    using std::invalid_argument::invalid_argument;
};

/// How a warehouse works. Any `std::chrono` unit will do for a span of time.
struct options {
    /// How long one check of a connection may take before the connection counts as dead.
    /// Default 2 s; more than zero, at most `acquire_timeout`.
    duration verify_timeout = std::chrono::seconds{2};

    /// For how long after its last use a connection is only looked at, which costs no round trip,
    /// and not asked. Default 500 ms; zero asks each time.
    duration verify_window = std::chrono::milliseconds{500};

    /// How long a call may take to come by a working connection, repeats included, when it names no
    /// timeout of its own. Default 30 s; more than zero.
    duration acquire_timeout = std::chrono::seconds{30};

    /// How long the work of a call may take each time it is sent, counted from when its connection
    /// was had, when the call names no timeout of its own; it is cancelled then. Default zero: there
    /// is no limit, and none costs anything.
    duration query_timeout{};

    /// The most connections at once. Default 10; at least 1.
    std::size_t max_size = 10;

    /// Connections that are opened at the start and kept idle. Default 0; at most `max_size`.
    std::size_t min_idle = 0;

    /// Age at which a connection is replaced; up to a quarter less, differently for each. Keep it
    /// below the server's own limit. Default 3600 s; zero never replaces.
    duration pool_recycle = std::chrono::seconds{3600};

    /// Rest after which a connection is closed. Default 10 min; zero never closes.
    duration max_idle = std::chrono::minutes{10};

    /// Connections that are being opened at once. Default 4; at least 1.
    std::size_t open_limit = 4;

    /// How long one may take to open. Default 10 s; more than zero. What a driver cannot be made to
    /// give up by then (looking up a name, a server that falls silent) goes on without anybody
    /// waiting for it.
    duration open_timeout = std::chrono::seconds{10};

    /// How often a call tries to open a connection. Default 0: until its time is over.
    unsigned open_attempts = 0;

    /// The wait after a failed open is drawn between zero and this, doubled with each failure.
    /// Default 50 ms; zero does not wait, which only a number of `open_attempts` allows.
    duration retry_base = std::chrono::milliseconds{50};

    /// No wait after a failed open is longer. Default 2 s; at least `retry_base`.
    duration retry_cap = std::chrono::seconds{2};

    /// How long opening must have been failing, with no connection left, until calls fail at once and
    /// only one attempt each second is made. Default 30 s; zero never comes to that.
    duration breaker_after = std::chrono::seconds{30};

    /// How often idle connections are looked after: expired ones replaced, `min_idle` kept, long
    /// silent ones asked. Default 10 s; zero never.
    duration upkeep_interval = std::chrono::seconds{10};

    /// Silence after which an idle connection is asked whether it is alive, so that neither server
    /// nor firewall forgets it. Default 2 min; zero never asks.
    duration keepalive = std::chrono::minutes{2};

    /// How often a query that may be repeated is sent, each time over another connection, when its
    /// connection is lost. Default 3; at least 1, which never repeats.
    unsigned query_attempts = 3;

    /// How long rolling back what a borrower left open may take before the connection is closed
    /// instead. Default 2 s; more than zero.
    duration rollback_timeout = std::chrono::seconds{2};

    /// The most threads for what would block who awaits: asynchronous queries, and opening and closing
    /// connections. Default 0: one for each that is under way, so never more than these are.
    std::size_t worker_threads = 0;

    /// Who does that instead of such threads: an executor, as `cenote::workers::on{executor}`. It
    /// should have as many threads as there may be connections.
    std::optional<workers::any> workers{};

    /// Whether error texts show the values that were bound to a query. Default false: they may be
    /// anything, and logs are read by many.
    bool show_values = false;

    /// What is switched on at the start; see `connections::repairs()`.
    cenote::repairs repairs{};

    /// Throws `options_error` for the first option that is out of its range.
    void check() const {
        must(
            verify_timeout > duration::zero() && verify_timeout <= acquire_timeout,
            "verify_timeout must be > 0 and at most acquire_timeout",
            verify_timeout);
        must(verify_window >= duration::zero(), "verify_window must be >= 0", verify_window);
        must(acquire_timeout > duration::zero(), "acquire_timeout must be > 0", acquire_timeout);
        must(query_timeout >= duration::zero(), "query_timeout must be >= 0", query_timeout);
        must(max_size >= 1, "max_size must be at least 1", max_size);
        must(min_idle <= max_size, "min_idle must be at most max_size", min_idle);
        must(pool_recycle >= duration::zero(), "pool_recycle must be >= 0", pool_recycle);
        must(max_idle >= duration::zero(), "max_idle must be >= 0", max_idle);
        must(open_limit >= 1, "open_limit must be at least 1", open_limit);
        must(open_timeout > duration::zero(), "open_timeout must be > 0", open_timeout);
        must(breaker_after >= duration::zero(), "breaker_after must be >= 0", breaker_after);
        must(upkeep_interval >= duration::zero(), "upkeep_interval must be >= 0", upkeep_interval);
        must(keepalive >= duration::zero(), "keepalive must be >= 0", keepalive);
        must(retry_base >= duration::zero(), "retry_base must be >= 0", retry_base);
        must(
            retry_base > duration::zero() || open_attempts > 0,
            "retry_base must be > 0 unless open_attempts is",
            retry_base);
        must(retry_cap >= retry_base, "retry_cap must be at least retry_base", retry_cap);
        must(query_attempts >= 1, "query_attempts must be at least 1", query_attempts);
        must(rollback_timeout > duration::zero(), "rollback_timeout must be > 0", rollback_timeout);
    }

private:
    static std::string shown(duration span) { return to_text(span); }

    static std::string shown(std::size_t number) { return std::to_string(number); }

    template <class Value>
    static void must(bool holds, std::string_view rule, Value got) {
        if (!holds) throw options_error{std::string{rule} + ", got " + shown(got)};
    }
};

} // namespace cenote
