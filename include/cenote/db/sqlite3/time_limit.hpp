#pragma once

#include <cenote/base/time.hpp>

#include <cenote/db/sqlite3/native.hpp>
#include <cenote/db/sqlite3/session.hpp>
#include <cenote/db/timed_work.hpp>

#include <algorithm>
#include <chrono>
#include <thread>

namespace cenote::db {

/// Ends the work on a session at a deadline: waiting for a lock, which SQLite's interrupt does not
/// end, by a busy handler that knows when to give up, all else by interrupting it. The session
/// always survives.
///
/// A busy handler of the user's own stays, and decides by itself how long to wait.
class sqlite3_time_limit {
public:
    static constexpr bool remote = false;
    static constexpr duration head_start{};

    sqlite3_time_limit(sqlite3_session& session, deadline until)
        : session_{session}
        , handle_{session.handle()}
        , until_{until} {}

    sqlite3_time_limit(const sqlite3_time_limit&) = delete; // SQLite keeps its address
    sqlite3_time_limit& operator=(const sqlite3_time_limit&) = delete;
    ~sqlite3_time_limit() = default;

    /// A local call. Throws `error`.
    void set() {
        waits_ = std::chrono::milliseconds{current_busy_timeout(session_)};
        if (waits_ > duration::zero()) sqlite_api::sqlite3_busy_handler(handle_, &wait, this);
    }

    /// Gives the session its busy timeout back, unless the work itself has set another.
    void lift(bool) noexcept {
        if (waits_ == duration::zero() || session_.handle() == nullptr) return;
        const auto before = std::chrono::duration_cast<std::chrono::milliseconds>(waits_).count();
        const int now = [&]() noexcept {
            try {
                return current_busy_timeout(session_);
            } catch (...) {
                return 0;
            }
        }();
        if (now == 0) sqlite_api::sqlite3_busy_timeout(handle_, static_cast<int>(before));
    }

    bool cancel() noexcept {
        if (handle_ != nullptr) sqlite_api::sqlite3_interrupt(handle_);
        return handle_ != nullptr;
    }

    [[nodiscard]] static bool settle(deadline) noexcept { return true; }

private:
    // Returns 0 to give up. `tries` counts from 0 for each lock that is waited for.
    static int wait(void* self, int tries) noexcept {
        auto& mine = *static_cast<sqlite3_time_limit*>(self);
        const time_point now = std::chrono::steady_clock::now();
        if (tries == 0) mine.gives_up_ = std::min(deadline::after(mine.waits_, now), mine.until_);
        const auto* off = mine.session_.called_off;
        if (mine.gives_up_.passed(now) || (off != nullptr && off->requested())) return 0;
        const duration pause = std::chrono::milliseconds{std::min(1 << std::min(tries, 5), 25)};
        std::this_thread::sleep_for(std::min(pause, mine.gives_up_.left(now)));
        return 1;
    }

    sqlite3_session& session_;
    sqlite_api::sqlite3* handle_; // for the watchdog's thread
    deadline until_;
    duration waits_{};
    deadline gives_up_ = deadline::never();
};

[[nodiscard]] inline sqlite3_time_limit
time_limit_on(sqlite3_session& session, deadline until, owner) {
    return {session, until};
}

} // namespace cenote::db
