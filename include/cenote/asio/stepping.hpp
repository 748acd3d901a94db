#pragma once

#include <cenote/base/time.hpp>

#include <cenote/asio/events.hpp>
#include <cenote/asio/waiting_room.hpp>

#include <atomic>
#include <memory>
#include <utility>

namespace cenote {

/// An operation that goes on step by step on the executor of who awaits it. Others only raise an
/// event, and have a step posted where the operation was at rest.
///
/// Thread-safety: events may be raised by any thread; steps do not overlap, and while one is posted
/// or under way nobody frees the operation.
class stepping : waiting_room::guest {
public:
    stepping(const stepping&) = delete;
    stepping& operator=(const stepping&) = delete;

    /// Who awaits it wants it no more. Any thread.
    void cancel() noexcept { raise(events::cancelled); }

    /// Something has happened that it is to deal with. Any thread.
    void raise(events::event what) noexcept {
        if (events_.note(what)) post_step();
    }

    /// Has `events::late` raised at `when` by the context's timer. Throws: `std::bad_alloc`. Only for
    /// who deals with what happens.
    void wake_at(deadline when) { room_->wake_at(*this, when.when()); }

protected:
    explicit stepping(std::shared_ptr<waiting_room> room) noexcept
        : room_{std::move(room)} {}

    ~stepping() = default;

    /// What a posted step does; owns the operation's being busy.
    class step {
    public:
        explicit step(stepping& of) noexcept
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
        stepping* of_;
    };

    // --- what the operation is ------------------------------------------------------------------

    /// Deals with what has happened; true when the operation is over.
    [[nodiscard]] virtual bool react(unsigned happened) noexcept = 0;
    /// It is over: frees it, and has the handler called, by a post if `in_initiation()`.
    virtual void complete() = 0;
    /// Nobody awaits it any more: leaves all it has to others. False when something that it had done
    /// is about to be told, as `events::done`; then `take_back` follows.
    [[nodiscard]] virtual bool leave_all() noexcept = 0;

    /// What it had done has come back, and nobody wants it.
    virtual void take_back() noexcept {}

    /// Lets go of the handler uncalled.
    virtual void let_go() noexcept = 0;
    virtual void free() noexcept = 0;

    // --- what it uses ---------------------------------------------------------------------------

    /// From the initiating function: takes the first step. The operation may be gone afterwards.
    template <class Step>
    void start(Step first) {
        room_->enter(*this);
        if (first()) return end();
        in_initiation_ = false;
        if (!events_.rests()) post_step();
    }

    [[nodiscard]] bool in_initiation() const noexcept { return in_initiation_; }

    /// True if the caller must see to it that a step is posted.
    [[nodiscard]] bool note(events::event what) noexcept { return events_.note(what); }

    void post_step() noexcept {
        if (!room_->post(*this)) forsake();
    }

    /// Keeps it from being freed, until as many releases more. Relaxed: it is kept by others
    /// meanwhile.
    void hold() noexcept override { holders_.fetch_add(1, std::memory_order_relaxed); }

    void release() noexcept {
        // Release and acquire: what either holder did comes before the freeing.
        if (holders_.fetch_sub(1, std::memory_order_acq_rel) == 1) free();
    }

private:
    bool is_late() noexcept override { return events_.note(events::late); }

    void abandon() noexcept override {
        if (events_.note(events::forsaken)) forsake();
        let_go(); // last: what the handler owns may be what the operation is about
        release();
    }

    void run() {
        do {
            if (react(events_.take())) return end();
        } while (!events_.rests());
    }

    void end() {
        room_->leave(*this);
        complete();
    }

    /// Its context is gone, or has dropped a step. What it leaves may lead this thread to forsake the
    /// next one, which follows when this one is done with: otherwise a queue that goes with its
    /// context would be a stack as deep.
    void forsake() noexcept {
        thread_local stepping* to_leave = nullptr;
        thread_local bool under_way = false;
        next_to_leave_ = std::exchange(to_leave, this);
        if (std::exchange(under_way, true)) return;
        while (to_leave != nullptr)
            std::exchange(to_leave, to_leave->next_to_leave_)->leave();
        under_way = false;
    }

    void leave() noexcept {
        const bool was_inside = room_->leave(*this);
        const bool left_all = leave_all();
        if (was_inside) let_go(); // else the room's closing does that
        if (!left_all) {
            if (events_.rests_until(events::done)) return; // to come here again
            take_back();
        }
        release();
    }

    std::shared_ptr<waiting_room> room_;
    stepping* next_to_leave_ = nullptr; // of those that one thread forsakes, the next
    events events_;
    bool in_initiation_ = true;
    std::atomic<int> holders_{1}; // itself, and who else still has to do with it
};

} // namespace cenote
