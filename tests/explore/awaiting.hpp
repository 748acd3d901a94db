#pragma once

#include <cenote/base/close_cause.hpp>
#include <cenote/base/error.hpp>
#include <cenote/base/job.hpp>
#include <cenote/base/timeout.hpp>

#include <cenote/policy/concerns.hpp>

#include <cenote/core/outbox.hpp>
#include <cenote/core/ticket.hpp>

#include <cenote/pool/chore.hpp>
#include <cenote/pool/errand.hpp>
#include <cenote/pool/outgoing.hpp>
#include <cenote/pool/trust.hpp>

#include <cenote/asio/events.hpp>

#include "scheduler.hpp"

#include <exception>
#include <optional>
#include <utility>

namespace explore {

/// Does what would be a worker's at once: what is explored has only the scheduler's threads.
struct on_the_spot {
    using concern = cenote::concerns::workers;

    static void start(cenote::job& work) {
        cenote::job now = std::move(work);
        now.run();
    }
};

/// A caller that awaits, and can be cancelled by others: an errand that goes on by steps, each when
/// something has happened. What `cenote::acquiring` does with Asio is done here by the thread that
/// runs it, which stands for the event loop and for the workers.
template <class House>
class awaiting : cenote::core::ticket, cenote::core::letter {
    using slot = typename House::slot;
    using chore = cenote::chore<slot>;
    using kind = typename chore::kind;
    using events = cenote::events;

public:
    awaiting()
        : ticket{[](ticket& t, cenote::core::outbox& word) noexcept {
            auto& self = static_cast<awaiting&>(t);
            if (self.note(events::woken)) word.add(self);
        }}
        , letter{[](letter& l) noexcept { static_cast<awaiting&>(l).post(); }} {
        by_hand = true;
    }

    /// What is fit, and the caller's; null if there is none, or it was cancelled. Once.
    [[nodiscard]] slot* begin(House& house, cenote::timeout limit) {
        errand_.emplace(house, limit, cenote::trust::verify, cenote::borrower::awaiting);
        slot* const idle = house.take_idle();
        chore next = idle == nullptr ? errand_->ask(*this) : errand_->consider(*idle);
        while (next.what != kind::lend && next.what != kind::refuse)
            next = next.what == kind::wait ? wait() : work(next);
        return next.in;
    }

    /// By any thread, while this lives.
    void cancel() noexcept {
        if (note(events::cancelled)) post();
    }

    [[nodiscard]] bool was_cancelled() const noexcept { return was_cancelled_; }

    /// Why it has nothing, if it was not cancelled. Call once.
    [[nodiscard]] cenote::errc failure() { return errand_->failure().kind; }

private:
    /// True if the caller must see to it that a step is posted.
    [[nodiscard]] bool note(events::event what) noexcept {
        scheduler::running().step("note", this);
        return events_.note(what);
    }

    void post() noexcept {
        scheduler::running().step("post", this);
        posted_ = true;
    }

    /// Rests until something has happened, and deals with that.
    [[nodiscard]] chore wait() {
        rest();
        scheduler::running().step("take", this);
        if ((events_.take() & events::cancelled) == 0) return errand_->wake(*this);
        was_cancelled_ = true;
        errand_->leave(*this);
        return chore::refuse();
    }

    void rest() {
        auto& all = scheduler::running();
        const auto until = errand_->looks_again(*this).when();
        all.step("rest", this);
        if (!events_.rests()) return;
        while (!posted_ && all.now() < until)
            all.step(
                "await", this, {.flag = &posted_, .wanted = true, .sleeps = true, .until = until});
        if (!posted_ && note(events::late)) return; // the timer's step
        all.step("begin", this, {.flag = &posted_, .wanted = true});
        posted_ = false;
    }

    [[nodiscard]] chore work(const chore& wanted) {
        House& house = errand_->house();
        slot& s = *wanted.in;
        if (wanted.what == kind::close) {
            house.close(s, wanted.why);
            return errand_->closed(s, wanted.why, *this);
        }
        std::exception_ptr thrown;
        if (wanted.what == kind::prove) {
            const auto found =
                cenote::outgoing::prove(house, s, wanted.how, errand_->until(), thrown);
            return errand_->proved(s, found, std::move(thrown));
        }
        bool used = false;
        thrown = cenote::outgoing::open_in(house, s, errand_->until(), used);
        if (thrown) return errand_->open_failed(s, thrown, *this);
        if (used) return chore::lend(s);
        house.remove(s, cenote::close_cause::pool_closed);
        return errand_->opened_in_vain();
    }

    std::optional<cenote::errand<House>> errand_;
    events events_; // busy but while it rests
    bool posted_ = false;
    bool was_cancelled_ = false;
};

} // namespace explore
