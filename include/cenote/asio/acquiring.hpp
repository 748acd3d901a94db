#pragma once

#include <cenote/base/timeout.hpp>

#include <cenote/core/outbox.hpp>
#include <cenote/core/ticket.hpp>

#include <cenote/pool/chore.hpp>
#include <cenote/pool/errand.hpp>
#include <cenote/pool/incoming.hpp>
#include <cenote/pool/outgoing.hpp>

#include <cenote/asio/chore_apart.hpp>
#include <cenote/asio/events.hpp>
#include <cenote/asio/waiting_room.hpp>

#include <atomic>
#include <exception>
#include <memory>
#include <utility>

namespace cenote {

/// One awaited acquire that was not served at once: an errand whose chores are done elsewhere, and
/// that goes on, step by step, on the executor of who awaits it.
///
/// Others only raise an event, and have a step posted where the operation was at rest.
///
/// Thread-safety: events may be raised by any thread; steps do not overlap.
template <class House>
class acquiring : core::ticket, core::letter, waiting_room::guest, chore_apart<House>::owner {
    using slot = typename House::slot;
    using chore = cenote::chore<slot>;
    using kind = typename chore::kind;

public:
    acquiring(const acquiring&) = delete;
    acquiring& operator=(const acquiring&) = delete;

    /// From the initiating function: begins with what the errand needs first. The operation may be
    /// gone afterwards.
    void start(const chore& first) {
        room_->enter(*this);
        go_on(first.what == kind::wait ? errand_.ask(*this) : first);
        if (is_over_) return drop();
        in_initiation_ = false;
        if (!events_.rests()) post_step();
    }

    /// Who awaits it wants it no more. Any thread.
    void cancel() noexcept { raise(events::cancelled); }

protected:
    acquiring(errand<House> begun, std::shared_ptr<waiting_room> room) noexcept
        : ticket{[](ticket& t, core::outbox& word) noexcept {
            auto& self = static_cast<acquiring&>(t);
            if (self.events_.note(events::woken)) word.add(self);
        }}
        , letter{[](letter& l) noexcept { static_cast<acquiring&>(l).post_step(); }}
        , errand_{std::move(begun)}
        , room_{std::move(room)} {
        by_hand = true;
    }

    ~acquiring() = default;

    /// What a posted step does; owns the operation's being busy.
    class step {
    public:
        explicit step(acquiring& of) noexcept
            : of_{&of} {}

        step(step&& other) noexcept
            : of_{std::exchange(other.of_, nullptr)} {}

        step& operator=(step&&) = delete;

        /// Its executor dropped it.
        ~step() {
            if (of_ != nullptr) of_->forsake();
        }

        void operator()() { std::exchange(of_, nullptr)->run(); }

    private:
        acquiring* of_;
    };

    [[nodiscard]] errand<House>& story() noexcept { return errand_; }

    [[nodiscard]] bool in_initiation() const noexcept { return in_initiation_; }

private:
    /// Frees the operation, and has the handler called: by a post in the initiating function.
    virtual void complete(slot* got, bool aborted) = 0;
    /// Lets go of the handler uncalled.
    virtual void let_go() noexcept = 0;
    virtual void free() noexcept = 0;

    // --- events: any thread ---------------------------------------------------------------------

    void raise(events::event what) noexcept {
        if (events_.note(what)) post_step();
    }

    void post_step() noexcept {
        if (!room_->post(*this)) forsake();
    }

    void is_done() noexcept override { raise(events::done); }

    bool is_late() noexcept override { return events_.note(events::late); }

    void hold() noexcept override {
        holders_.fetch_add(1, std::memory_order_relaxed); // somebody else's hold keeps it meanwhile
    }

    void abandon() noexcept override {
        let_go();
        if (events_.note(events::forsaken)) forsake();
        release();
    }

    // --- steps: who made it busy ----------------------------------------------------------------

    void run() {
        do {
            react(events_.take());
            if (is_over_) return drop();
        } while (!events_.rests());
    }

    void react(unsigned happened) noexcept {
        if ((happened & events::cancelled) != 0) is_aborted_ = true;
        if (work_ == nullptr) return is_aborted_ ? leave_queue() : go_on(errand_.wake(*this));
        if ((happened & events::done) != 0) return go_on(outcome());
        const bool too_late = errand_.house().passed(errand_.until());
        if (!(is_aborted_ || too_late) || !work_->leave()) return; // it will be done in a moment
        if (too_late && !is_aborted_) static_cast<void>(errand_.leave_undone(under_way_));
        work_ = nullptr;
        is_over_ = true;
    }

    void go_on(chore next) noexcept {
        next = errand_.after_looks(next);
        switch (next.what) {
        case kind::lend: got_ = next.in; [[fallthrough]];
        case kind::refuse: is_over_ = true; return;
        case kind::wait:
            if (is_aborted_) return leave_queue();
            return room_->wake_at(*this, errand_.looks_again(*this).when());
        default: break;
        }
        if (!is_aborted_) return do_apart(next);
        errand_.undo(next);
        is_over_ = true;
    }

    void do_apart(const chore& next) noexcept {
        under_way_ = next;
        work_ = new chore_apart<House>{errand_.house(), next, *this};
        room_->wake_at(*this, errand_.until().when());
        work_->begin(errand_.until());
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
        House& house = errand_.house();
        const auto said =
            house.event([this](auto& b) { return b.places.give_up(*this, errc::exhausted); });
        auto* s = static_cast<slot*>(said.where);
        if (said.what == core::answer::kind::lend)
            incoming::put_back(house, *s, borrower::awaiting);
        if (said.what == core::answer::kind::open) house.vacate(*s);
        is_over_ = true;
    }

    /// It is over: the handler's turn.
    void drop() {
        room_->leave(*this);
        if (is_aborted_ && got_ != nullptr)
            incoming::put_back(errand_.house(), *std::exchange(got_, nullptr), borrower::awaiting);
        complete(got_, is_aborted_);
    }

    /// Its context is gone, or has dropped a step: leaves all it has to others.
    void forsake() noexcept {
        if (room_->leave(*this)) let_go(); // else the room's closing does that
        if (work_ != nullptr && !work_->leave()) {
            if (events_.rests_until(events::done)) return; // to come here again
            work_->tidy_up();
        } else if (work_ == nullptr) {
            leave_queue();
        }
        release();
    }

    void release() noexcept {
        // Release and acquire: what either holder did comes before the freeing.
        if (holders_.fetch_sub(1, std::memory_order_acq_rel) == 1) free();
    }

    errand<House> errand_;
    std::shared_ptr<waiting_room> room_;
    chore_apart<House>* work_ =
        nullptr; // its own while it is under way, this one's when it is done
    chore under_way_ = chore::wait();
    slot* got_ = nullptr;
    bool in_initiation_ = true;
    bool is_over_ = false;
    bool is_aborted_ = false;
    events events_;
    std::atomic<int> holders_{1}; // itself, and its room's closing
};

} // namespace cenote
