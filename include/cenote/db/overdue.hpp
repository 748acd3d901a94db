#pragma once

#include <cenote/base/fault.hpp>
#include <cenote/base/time.hpp>

#include <cenote/db/error.hpp>

#include <chrono>
#include <exception>
#include <string>
#include <utility>

namespace cenote::db {

/// Work on a session that its deadline ended. Unlike with other errors of `fault::timed_out`, the
/// session is well if a look at it finds no sign of death: else its socket has been shut down.
class overdue : public error {
public:
    /// `story` tells how it was ended; `cause` is what the work threw by then, null for nothing.
    overdue(std::string story, std::exception_ptr cause, bool may_be_done)
        : error{fault::timed_out, "end in time", {.code = {}, .message = std::move(story)}}
        , cause_{std::move(cause)}
        , may_be_done_{may_be_done} {}

    /// What the driver made of it; null if it reported success, or nothing was sent.
    [[nodiscard]] const std::exception_ptr& cause() const noexcept { return cause_; }

    /// Whether the work may have taken effect: the database has not said that it failed.
    [[nodiscard]] bool may_be_done() const noexcept { return may_be_done_; }

private:
    std::exception_ptr cause_;
    bool may_be_done_;
};

/// Throws `overdue` if the deadline of what is being done on the session has come: to be called
/// between two statements, where there is nothing to cancel. A plain `soci::session` has none.
template <class Session>
void check_due(const Session& session) {
    if constexpr (requires { session.due; }) {
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
