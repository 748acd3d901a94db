#pragma once

#include <cenote/base/time.hpp>

#include <cenote/db/error.hpp>
#include <cenote/db/socket_guard.hpp>
#include <cenote/db/watchdog.hpp>

#include <chrono>
#include <string_view>
#include <utility>

namespace cenote::db {

/// What is left until the deadline. Throws `timed_out<Error>` when that is nothing.
template <class Error = error>
duration time_left(deadline until, std::string_view doing) {
    const time_point now = std::chrono::steady_clock::now();
    if (until.passed(now)) throw timed_out<Error>(doing);
    return until.left(now);
}

/// Runs `work`, which waits for a peer on `descriptor`, with a hard deadline.
///
/// Throws: what `work` throws; `error` with `fault::timed_out` when the deadline came before the
/// end, after which the socket is shut down and its session good for nothing but closing.
/// Units: precise to a millisecond or so. `doing` completes the sentence "cannot ...".
template <class Work>
void bounded(watchdog& dog, int descriptor, deadline until, std::string_view doing, Work&& work) {
    static_cast<void>(time_left(until, doing));
    socket_guard watched{dog, descriptor, until};
    try {
        std::forward<Work>(work)();
    } catch (...) {
        if (watched.disarm()) throw timed_out(doing);
        throw;
    }
    if (watched.disarm()) throw timed_out(doing);
}

} // namespace cenote::db
