#pragma once

#include <cenote/base/fault.hpp>
#include <cenote/base/time.hpp>

#include <cenote/db/bounded.hpp>
#include <cenote/db/interrupt.hpp>
#include <cenote/db/of_database.hpp>
#include <cenote/db/overdue.hpp>
#include <cenote/db/socket_guard.hpp>
#include <cenote/db/watchdog.hpp>

#include <algorithm>
#include <chrono>
#include <exception>
#include <string>
#include <sys/socket.h>
#include <utility>

namespace cenote::db {

/// Whose session work is done on. A caller's own may be amid a transaction, or begin one by the
/// very statement: nothing may be set on it that a rollback would bring back.
enum class owner : unsigned char { pool, caller };

/// Ends the work on one session at a deadline, or at a request, by a ladder of means:
///
/// 1. The database is told beforehand how long it may take, where it can be told.
/// 2. At the deadline (a moment later where the database was told), or at once when an `interrupt`
///    was requested, what it does is cancelled.
/// 3. After `grace` more the socket is shut down.
///
/// What differs between the backends is a `limit`, found beside the session type by
/// `time_limit_on(session, until, whose)`:
///
/// | expression        | does                                                                   |
/// |-------------------|------------------------------------------------------------------------|
/// | `l.set()`         | tells the database of a deadline, if there is one, and learns what a   |
/// |                   | cancel needs; may be a round trip; throws if it failed                 |
/// | `l.lift(sound)`   | takes that back, as far as a session that is not sound lets one        |
/// | `l.cancel()`      | begins to cancel, on the watchdog's thread, without blocking; noexcept |
/// | `l.settle(until)` | whether no cancel is under way any more, waiting for it; noexcept      |
/// | `L::remote`       | whether a cancel might arrive late, so that the session must be asked  |
/// | `L::head_start`   | how much earlier than a cancel the database itself may act             |
///
/// The work must not close the session. Thread-safety: made, used and destroyed by the thread that has the session.
template <class Session>
class timed_work {
    using limit = decltype(time_limit_on(
        std::declval<Session&>(), std::declval<deadline>(), std::declval<owner>()));
    using rings = watchdog::alarm::rings;

public:
    /// From the deadline or the request until the socket is shut down.
    static constexpr duration grace = std::chrono::milliseconds{500};

    /// Whether a session may have to be shut down although its work ended well: where there is a
    /// peer that may not have heard that the deadline is off.
    static constexpr bool may_cost_session = limit::remote;

    /// Without `by`, the deadline alone ends it.
    timed_work(watchdog& dog, Session& session, deadline until, owner whose, interrupt* by)
        : dog_{dog}
        , session_{session}
        , until_{until}
        , by_{by}
        , cut_off_at_{deadline::after(grace, until.when())}
        , limit_{time_limit_on(session, until, whose)}
        , socket_{session.socket()}
        , alarm_{dog, first_rung(until), &next_rung, this, rings::on_demand_too}
        , bell_{by, alarm_} {}

    timed_work(const timed_work&) = delete;
    timed_work& operator=(const timed_work&) = delete;

    ~timed_work() {
        session_.due = deadline::never();
        session_.called_off = nullptr;
    }

    /// Tells the database; throws if that failed, or if it took until the work must end already.
    /// Call `end` in any case.
    void begin() {
        session_.due = until_;
        session_.called_off = by_;
        limit_.set();
        check_due(session_);
    }

    /// To be called once, when the work has ended by `failure`, or well if that is null. Leaves
    /// the session either sound and free of the deadline or shut down. Throws `overdue` if the
    /// deadline or the request came first, else `failure`.
    void end(const std::exception_ptr& failure) {
        bell_.remove();
        alarm_.disarm(); // from here on this thread alone knows what was done
        const bool between = failure && overdue_in(failure) != nullptr;
        const fault what =
            failure && !between ? classify_failure(session_, failure) : fault::transient;
        // Who refuses because of its role is of no more use, but has answered.
        const bool answered = what == fault::read_only || !ends_resource(what);
        bool sound = answered && !cut_off_ && limit_.settle(cut_off_at_);
        if (limit::remote && cancelled_) sound = sound && answers();
        sound = lift(sound);
        if (!sound) ::shutdown(session_.socket(), SHUT_RDWR);
        if (between) std::rethrow_exception(failure);
        if (failure && !is_of_database(failure)) std::rethrow_exception(failure);
        const bool refused = failure && answered;
        // The database's clock may be ahead of this one by a little.
        const bool late = refused && what == fault::transient &&
                          until_.passed(now() + std::chrono::milliseconds{1});
        if (tried_ || late) throw overdue{story(sound), failure, !refused, whom_};
        if (failure) std::rethrow_exception(failure);
    }

private:
    static time_point now() noexcept { return std::chrono::steady_clock::now(); }

    static time_point first_rung(deadline until) noexcept {
        return deadline::after(limit::head_start, until.when()).when();
    }

    static time_point next_rung(void* self) noexcept {
        auto& mine = *static_cast<timed_work*>(self);
        if (limit::remote && mine.tried_) {
            mine.socket_.shut_down();
            mine.cut_off_ = true;
            return time_point::max();
        }
        mine.begin_to_cancel();
        // What is cancelled in this process may be between two statements, which is no cancel: again.
        return limit::remote ? mine.cut_off_at_.when() : now() + std::chrono::milliseconds{2};
    }

    void begin_to_cancel() noexcept {
        if (!tried_ && by_ != nullptr && by_->requested()) {
            whom_ = ended_by::caller;
            cut_off_at_ = std::min(cut_off_at_, deadline::after(grace, now()));
        }
        tried_ = true;
        cancelled_ = limit_.cancel();
    }

    [[nodiscard]] bool answers() noexcept {
        try {
            bounded(dog_, session_.socket(), cut_off_at_, "ping", [&] { ask(session_); });
            return true;
        } catch (...) {
            return false;
        }
    }

    [[nodiscard]] bool lift(bool sound) noexcept {
        if constexpr (noexcept(limit_.lift(sound))) {
            limit_.lift(sound);
            return sound;
        }
        try {
            bounded(dog_, session_.socket(), cut_off_at_, "lift", [&] { limit_.lift(sound); });
            return sound;
        } catch (...) {
            return false;
        }
    }

    [[nodiscard]] std::string story(bool sound) const {
        std::string text = "out of time";
        if (whom_ == ended_by::caller) {
            text = "cancelled by the caller";
            if (!cancelled_) text += ", but the database could not be told";
        } else {
            if (!tried_) return text + ", ended by the database's own timeout";
            text += cancelled_ ? ", cancelled" : ", could not be cancelled";
        }
        if (cut_off_) return text + "; no answer, so the connection was cut off 500ms later";
        return sound ? text : text + "; the connection did not answer afterwards and was cut off";
    }

    watchdog& dog_;
    Session& session_;
    deadline until_;
    interrupt* by_;       // may be null
    deadline cut_off_at_; // this and the next four: written by the watchdog, read after disarming
    ended_by whom_ = ended_by::deadline;
    bool tried_ = false;
    bool cancelled_ = false;
    bool cut_off_ = false;
    limit limit_;
    socket_copy socket_;
    watchdog::alarm alarm_; // disarmed before all else goes
    interrupt::bell bell_;  // last: no request may come to an alarm that is going
};

} // namespace cenote::db
