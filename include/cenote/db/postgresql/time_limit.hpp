#pragma once

#include <cenote/base/time.hpp>

#include <cenote/db/postgresql/native.hpp>
#include <cenote/db/postgresql/session.hpp>
#include <cenote/db/postgresql/transaction.hpp>
#include <cenote/db/remote_cancel.hpp>
#include <cenote/db/timed_work.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace cenote::db {

/// The milliseconds in a setting as the server shows it, such as "0", "1500ms" or "2min".
[[nodiscard]] inline long long postgresql_milliseconds(std::string_view shown) {
    long long number = 0;
    const auto [end, problem] = std::from_chars(shown.data(), shown.data() + shown.size(), number);
    const std::string_view unit{end, shown.data() + shown.size()};
    const std::array<std::pair<std::string_view, long long>, 4> units{
        {{"s", 1'000}, {"min", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}}};
    for (const auto& [name, milliseconds] : units)
        if (unit == name) return number * milliseconds;
    return number;
}

/// Ends the work on a session at a deadline: by `statement_timeout`, which costs a round trip before
/// and one after, and by a cancel request. What only an `interrupt` may end costs neither.
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
        , told_{until != deadline::never() && whose == owner::pool && !has_open_work(session)}
        , cancel_{canceller_of(session)} {}

    /// Sets the time that is left, if there is a deadline and none shorter is set. Throws `error`.
    void set() {
        if (!told_) return;
        const auto left = milliseconds_left();
        was_ = replace("SHOW statement_timeout; SET statement_timeout = " + std::to_string(left));
        const auto before = postgresql_milliseconds(was_);
        if (before == 0 || before > left) return;
        lift(true);
        told_ = false;
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
    /// Sends two statements in one round trip, and returns what the first one found.
    std::string replace(const std::string& statements) {
        PGconn* const handle = session_.handle();
        static_cast<void>(PQsendQuery(handle, statements.c_str()));
        const postgresql_result found{PQgetResult(handle), &PQclear};
        postgresql_result last{nullptr, &PQclear};
        while (PGresult* const next = PQgetResult(handle))
            last.reset(next);
        postgresql_check(session_, "set the time limit", found);
        postgresql_check(session_, "set the time limit", last);
        return PQgetvalue(found.get(), 0, 0);
    }

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
