#pragma once

#include <cenote/base/fault.hpp>
#include <cenote/base/health.hpp>
#include <cenote/base/time.hpp>

#include <cenote/db/bounded.hpp>
#include <cenote/db/interrupt.hpp>
#include <cenote/db/overdue.hpp>
#include <cenote/db/socket_guard.hpp>
#include <cenote/db/timed_work.hpp>
#include <cenote/db/watchdog.hpp>

#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

namespace cenote::db {

/// What every backend does alike with an open session. The backend's own part stands beside its
/// session type, as functions that are found by it:
///
/// | function                      | does                                                     |
/// |-------------------------------|----------------------------------------------------------|
/// | `look_at(s)` -> health        | looks for signs of death, no round trip, noexcept        |
/// | `ask(s)`                      | one round trip; throws if it failed                      |
/// | `has_open_work(s)` -> bool    | a transaction is open, or may be; free, noexcept         |
/// | `roll_back(s)`, `renew(s)`    | undo open work; make as good as new; throw if it failed  |
/// | `commit_work(s)`              | commits, and throws if there was nothing to commit       |
/// | `classify_failure(s, e)`      | the class of a failure on the session, noexcept          |
/// | `s.socket()`                  | the descriptor to shut down at a deadline; -1 for none   |
/// | `time_limit_on(s, d, owner)`  | ends the work on it at a deadline: see `timed_work`      |
///
/// Thread-safety: any thread, on different sessions. Copies share the watchdog.
template <class Session>
class session_care {
public:
    using session = Session;

    /// A farewell to a peer that takes nothing any more is cut short after this.
    static constexpr duration longest_close = std::chrono::seconds{2};

    /// Whether a session must be looked at after `within` has returned a result.
    static constexpr bool look_after_within = timed_work<Session>::may_cost_session;

    /// Closes, at once even if the peer is silent, and within `longest_close` whatever it does.
    void close(Session& s) const noexcept {
        std::optional<socket_guard> watched;
        try {
            watched.emplace(
                *watchdog_,
                s.socket(),
                deadline::after(longest_close, std::chrono::steady_clock::now()));
        } catch (...) { // no descriptor, no thread: unwatched, then
        }
        try {
            s.close();
        } catch (...) { // the session is gone either way
        }
    }

    /// Whether the session is known to be dead; no round trip, one system call or so.
    [[nodiscard]] static health peek(Session& s) noexcept { return look_at(s); }

    /// Asks, in one round trip, as `ask(s)` does. Throws, by the deadline, when there was no good
    /// answer. `doing` completes the sentence "cannot ...".
    void require_answer(Session& s, deadline until, std::string_view doing) const {
        bounded(*watchdog_, s.socket(), until, doing, [&] { ask(s); });
    }

    /// Asks, in one round trip. Dead by `fault::timed_out` when the deadline came first; the
    /// session is good for nothing but closing then.
    [[nodiscard]] health ping(Session& s, deadline until) const {
        try {
            require_answer(s, until, "ping");
            return true;
        } catch (...) {
            return classify_failure(s, std::current_exception());
        }
    }

    /// Whether work may be pending that a rollback would undo. Free.
    [[nodiscard]] static bool in_transaction(Session& s) noexcept { return has_open_work(s); }

    /// Undoes what is pending. Throws, by the deadline, when it failed; discard the session then.
    void rollback(Session& s, deadline until) const {
        bounded(*watchdog_, s.socket(), until, "roll back", [&] { roll_back(s); });
    }

    /// Makes the session as good as new, as far as `renew(s)` says. Throws, by the deadline, when
    /// it failed; discard the session then.
    void reset(Session& s, deadline until) const {
        bounded(*watchdog_, s.socket(), until, "reset the session", [&] { renew(s); });
    }

    /// Commits. Throws when the transaction had ended or could only be rolled back, which SOCI's
    /// `commit()` does not tell. One that fails by a lost connection may have happened.
    static void commit(Session& s) { commit_work(s); }

    /// Does `work()` on the session and returns what it returned, unless `until` comes first, or a
    /// request by `by` if that is not null: what the database is doing is cancelled then, and half
    /// a second later, if it has not ended, the socket is shut down. Statements that live in `work`
    /// end with it. Work that should have ended by now is not begun.
    ///
    /// Throws `overdue` if the deadline or the request came first, else what `work` throws. The
    /// session is then as it was, if a look at it finds no sign of death; else it must be
    /// discarded. That may be so even after a success, if the deadline could not be lifted from the
    /// session, and `look_after_within`.
    template <class Work>
    auto within(Session& s, deadline until, owner whose, Work work, interrupt* by = nullptr) const {
        if (by != nullptr && by->requested())
            throw overdue{
                "cancelled by the caller before it was begun", nullptr, false, ended_by::caller};
        if (until.passed(std::chrono::steady_clock::now()))
            throw overdue{"out of time before it was begun", nullptr, false};
        timed_work<Session> timed{*watchdog_, s, until, whose, by};
        std::optional<std::invoke_result_t<Work&>> done;
        std::exception_ptr failure;
        try {
            timed.begin();
            done.emplace(work());
        } catch (...) {
            failure = std::current_exception();
        }
        timed.end(failure);
        return *std::move(done);
    }

private:
    std::shared_ptr<watchdog> watchdog_ = watchdog::shared();
};

} // namespace cenote::db
