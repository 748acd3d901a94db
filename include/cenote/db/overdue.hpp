#pragma once

#include <cenote/base/fault.hpp>
#include <cenote/base/time.hpp>

#include <cenote/db/error.hpp>
#include <cenote/db/interrupt.hpp>

#include <chrono>
#include <exception>
#include <string>
#include <utility>

namespace cenote::db {

/// Who ended work before its time: the clock, at the deadline, or whoever had it done.
enum class ended_by : unsigned char { deadline, caller };

/// Work on a session that was ended, by its deadline or an `interrupt`. Unlike with other errors of
/// `fault::timed_out`, the session is well if a look at it finds no sign of death: else its socket
/// has been shut down.
class overdue : public error {
public:
    /// `story` tells how it was ended; `cause` is what the work threw by then, null for nothing.
    overdue(
        std::string story,
        std::exception_ptr cause,
        bool may_be_done,
        ended_by whom = ended_by::deadline)
        : error{fault::timed_out, missed(whom), {.code = {}, .message = std::move(story)}}
        , cause_{std::move(cause)}
        , may_be_done_{may_be_done}
        , ended_by_{whom} {}

    /// What the driver made of it; null if it reported success, or nothing was sent.
    [[nodiscard]] const std::exception_ptr& cause() const noexcept { return cause_; }

    /// Whether the work may have taken effect: the database has not said that it failed.
    [[nodiscard]] bool may_be_done() const noexcept { return may_be_done_; }

    /// Whether an `interrupt` ended it, and no deadline.
    [[nodiscard]] bool by_caller() const noexcept { return ended_by_ == ended_by::caller; }

private:
    static constexpr const char* missed(ended_by whom) noexcept {
        return whom == ended_by::caller ? "finish" : "end in time";
    }

    std::exception_ptr cause_;
    bool may_be_done_;
    ended_by ended_by_;
};

/// Throws `overdue` if what is being done on the session is to end: to be called between two
/// statements, where there is nothing to cancel. A plain `soci::session` has no such limits.
template <class Session>
void check_due(const Session& session) {
    if constexpr (requires { session.due; }) {
        if (session.called_off != nullptr && session.called_off->requested())
            throw overdue{
                "cancelled by the caller, before the next statement",
                nullptr,
                false,
                ended_by::caller};
        if (session.due == deadline::never()) return;
        if (session.due.passed(std::chrono::steady_clock::now()))
            throw overdue{"out of time, ended before the next statement", nullptr, false};
    }
}

/// The `overdue` behind a failure; null if it is another. Lives as long as the failure.
[[nodiscard]] inline const overdue* overdue_in(const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const overdue& e) {
        return &e;
    } catch (...) {
        return nullptr;
    }
}

} // namespace cenote::db
