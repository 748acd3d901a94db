#pragma once

#include <cenote/base/time.hpp>

#include <cenote/db/postgresql/native.hpp>
#include <cenote/db/postgresql/session.hpp>
#include <cenote/db/postgresql/transaction.hpp>
#include <cenote/db/remote_cancel.hpp>
#include <cenote/db/timed_work.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <functional>
#include <limits>
#include <memory>
#include <string>

namespace cenote::db {

/// Ends the work on a session at a deadline: by `statement_timeout`, which costs a round trip before
/// and one after, and by a cancel request.
///
/// On a session of a caller's the timeout is left as it is: it could neither be set in a transaction
/// that has failed nor be lifted for good from one that is rolled back later.
class postgresql_time_limit {
public:
    static constexpr bool remote = true;
    static constexpr duration head_start = std::chrono::milliseconds{20};

    postgresql_time_limit(postgresql_session& session, deadline until, owner whose)
        : session_{session}
        , until_{until}
        , told_{whose == owner::pool && !has_open_work(session)}
        , cancel_{canceller_of(session)} {}

    /// Sets the time that is left, or leaves a shorter one that is set already. Throws `error`.
    void set() {
        if (!told_) return;
        const auto left = std::to_string(milliseconds_left());
        const auto ask =
            "SELECT was, set_config('statement_timeout', CASE WHEN was::interval > '0' AND "
            "was::interval < '" +
            left + "ms' THEN was ELSE '" + left +
            "' END, false) "
            "FROM (SELECT current_setting('statement_timeout') AS was OFFSET 0) AS setting";
        const auto answer = postgresql_run(session_, "set the time limit", ask.c_str());
        was_ = PQgetvalue(answer.get(), 0, 0);
    }

    /// Sets what was set before. Throws `error`, amid a transaction too, that could undo it.
    void lift(bool sound) {
        if (!told_ || !sound) return;
        if (has_open_work(session_))
            throw error{
                fault::permanent,
                "lift the time limit",
                {.code = {}, .message = "in a transaction"}};
        const auto set =
            was_.empty() ? "RESET statement_timeout" : "SET statement_timeout = '" + was_ + "'";
        postgresql_run(session_, "lift the time limit", set.c_str());
    }

    bool cancel() noexcept { return cancel_.start(); }

    [[nodiscard]] bool settle(deadline until) noexcept { return cancel_.settle(until); }

private:
    /// At least 10 ms, since the statement that lifts the limit is under it as well.
    [[nodiscard]] int milliseconds_left() const noexcept {
        const auto left = until_.left(std::chrono::steady_clock::now());
        const auto whole = std::chrono::floor<std::chrono::milliseconds>(left).count() + 1;
        return static_cast<int>(std::clamp<long long>(whole, 10, std::numeric_limits<int>::max()));
    }

    static std::function<void()> canceller_of(postgresql_session& session) {
        // Taken now, while nobody else uses the handle.
        return [cancel = std::shared_ptr<PGcancel>{PQgetCancel(session.handle()), &PQfreeCancel}] {
            std::array<char, 256> words{};
            PQcancel(cancel.get(), words.data(), static_cast<int>(words.size()));
        };
    }

    postgresql_session& session_;
    deadline until_;
    bool told_;
    std::string was_{}; // empty if the answer to setting it was lost
    remote_cancel cancel_;
};

[[nodiscard]] inline postgresql_time_limit
time_limit_on(postgresql_session& session, deadline until, owner whose) {
    return {session, until, whose};
}

} // namespace cenote::db
