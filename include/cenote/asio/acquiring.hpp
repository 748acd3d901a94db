#pragma once

#include <cenote/base/timeout.hpp>

#include <cenote/policy/concerns.hpp>

#include <cenote/pool/chore.hpp>
#include <cenote/pool/errand.hpp>
#include <cenote/pool/incoming.hpp>
#include <cenote/pool/outgoing.hpp>

#include <cenote/asio/chore_apart.hpp>
#include <cenote/asio/events.hpp>
#include <cenote/asio/queued.hpp>
#include <cenote/asio/waiting_room.hpp>
#include <cenote/asio/wake_up.hpp>

#include <exception>
#include <memory>
#include <utility>

namespace cenote {

/// One awaited acquire that was not served at once: an errand whose chores are done elsewhere, and
/// that goes on, step by step, on the executor of who awaits it.
template <class House>
class acquiring : public queued, chore_apart<House>::owner {
    using slot = typename House::slot;
    using chore = cenote::chore<slot>;
    using kind = typename chore::kind;

public:
    /// From the initiating function: begins with what the errand needs first. The operation may be
    /// gone afterwards.
    void begin(const chore& first) {
        this->start([this, &first] {
            go_on(first.what == kind::wait ? errand_.ask(*this) : first);
            return is_over_;
        });
    }

protected:
    acquiring(errand<House> begun, std::shared_ptr<waiting_room> room) noexcept
        : queued{std::move(room)}
        , errand_{std::move(begun)} {
        by_hand = true;
    }

    ~acquiring() = default;

    [[nodiscard]] errand<House>& story() noexcept { return errand_; }

private:
    /// It is over, with what it got, if anything; as `stepping::complete`.
    virtual void finish(slot* got, bool aborted) = 0;

    void is_done() noexcept override { this->raise(events::done); }

    bool react(unsigned happened) noexcept override {
        if ((happened & events::cancelled) != 0) is_aborted_ = true;
        if (work_ == nullptr)
            is_aborted_ ? leave_queue() : go_on(errand_.wake(*this));
        else if ((happened & events::done) != 0)
            go_on(outcome());
        else
            leave_work();
        return is_over_;
    }

    /// If it is time to: what is to be done is then done for others.
    void leave_work() noexcept {
        const bool too_late = errand_.house().passed(errand_.until());
        if (!(is_aborted_ || too_late) || !work_->leave()) return; // it will be done in a moment
        if (!is_aborted_) static_cast<void>(errand_.leave_undone(under_way_));
        work_ = nullptr;
        is_over_ = true;
    }

    void complete() override {
        if (is_aborted_ && got_ != nullptr)
            incoming::put_back(errand_.house(), *std::exchange(got_, nullptr), borrower::awaiting);
        finish(got_, is_aborted_);
    }

    bool leave_all() noexcept override {
        if (work_ != nullptr) return work_->leave();
        leave_queue();
        return true;
    }

    void take_back() noexcept override { work_->tidy_up(); }

    void go_on(chore next) noexcept {
        next = errand_.after_looks(next);
        switch (next.what) {
        case kind::lend: got_ = next.in; [[fallthrough]];
        case kind::refuse: is_over_ = true; return;
        case kind::wait:
            if (is_aborted_) return leave_queue();
            if (wake_at(errand_.looks_again(*this))) return;
            return go_on(errand_.wake(*this, true)); // nobody would wake it in time
        default: break;
        }
        if (!is_aborted_) return do_apart(next);
        errand_.undo(next);
        is_over_ = true;
    }

    void do_apart(const chore& next) noexcept {
        under_way_ = next;
        try {
            work_ = new chore_apart<House>{errand_.house(), next, *this};
        } catch (...) {
            return fail(next, std::current_exception());
        }
        // A chore knows its deadline too: without a wake-up it is waited for until it ends.
        static_cast<void>(wake_at(errand_.until()));
        work_->begin(errand_.until());
    }

    /// There is no memory to have it done.
    void fail(const chore& undone, const std::exception_ptr& why) noexcept {
        switch (undone.what) {
        case kind::open: return go_on(errand_.open_failed(*undone.in, why, *this));
        case kind::close:
            errand_.house().close(*undone.in, undone.why);
            return go_on(errand_.closed(*undone.in, undone.why, *this));
        default: break;
        }
        errand_.undo(undone);
        go_on(errand_.leave_undone(undone));
    }

    /// False when there is no memory for that.
    [[nodiscard]] bool wake_at(deadline when) noexcept {
        auto& clock = errand_.house().template policy<concerns::clock>();
        try {
            wake_up_.set(*this, clock, when);
            return true;
        } catch (...) {
            return false;
        }
    }

    /// What the chore that is done leads to.
    [[nodiscard]] chore outcome() noexcept {
        const std::unique_ptr<chore_apart<House>> ended{std::exchange(work_, nullptr)};
        slot& s = *under_way_.in;
        switch (under_way_.what) {
        case kind::prove: return errand_.proved(s, ended->found, std::move(ended->thrown));
        case kind::close: return errand_.closed(s, under_way_.why, *this);
        default: break;
        }
        if (ended->thrown) return errand_.open_failed(s, ended->thrown, *this);
        return ended->wanted ? chore::lend(s) : errand_.opened_in_vain();
    }

    void leave_queue() noexcept {
        errand_.leave(*this);
        is_over_ = true;
    }

    errand<House> errand_;
    // Its own while it is under way, this one's when it is done.
    chore_apart<House>* work_ = nullptr;
    chore under_way_ = chore::wait();
    slot* got_ = nullptr;
    wake_up<typename House::template policy_type<concerns::clock>> wake_up_{};
    bool is_over_ = false;
    bool is_aborted_ = false;
};

} // namespace cenote
