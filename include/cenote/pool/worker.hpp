#pragma once

#include <cenote/base/close_cause.hpp>
#include <cenote/base/job.hpp>
#include <cenote/base/random.hpp>
#include <cenote/base/time.hpp>

#include <cenote/policy/concerns.hpp>

#include <cenote/pool/outgoing.hpp>

#include <cstddef>
#include <exception>
#include <memory>
#include <optional>
#include <utility>

namespace cenote {

/// One of a pool's workers: opens and closes until there is nothing to do. It is left behind when it
/// hangs, and then it keeps the house standing; nobody ever waits for it without a limit.
template <class House>
class worker {
    using task = typename House::task;
    using slot = typename House::slot;
    using book = typename House::book;

public:
    worker(House& house, task&& first) noexcept
        : house_{house}
        , task_{std::move(first)} {}

    /// Does what there is to do. Where there is `no_thread` to do it, and why, what is to be opened
    /// fails of that, and what is to be closed is closed here. The house may be gone afterwards.
    void run(const std::exception_ptr& no_thread = nullptr) noexcept {
        do {
            work(no_thread);
        } while (finds_more());
    }

    /// What a job is given to do. Owns `self`.
    static void act(void* self, const std::exception_ptr* refused) noexcept {
        const std::unique_ptr<worker> owned{static_cast<worker*>(self)};
        owned->run(refused == nullptr ? nullptr : *refused);
    }

private:
    void work(const std::exception_ptr& no_thread) noexcept {
        closed_ = task_.place == nullptr;
        if (closed_)
            house_.dispose(std::move(task_.doomed), task_.why);
        else if constexpr (book::opens)
            no_thread ? failed(no_thread) : open();
    }

    /// The task is done. False: there is no other, the thread is off the list, and the house may be
    /// gone.
    [[nodiscard]] bool finds_more() noexcept {
        const time_point at = book::timed ? house_.now() : time_point{};
        task another;
        std::size_t abandoned = 0;
        const bool last = house_.write([&](book& b) {
            if (closed_) --b.staff.closing;
            abandoned = b.pass(at);
            task_ = b.take_task(at);
            if (task_)
                another = b.hire(at);
            else
                --b.staff.threads;
            b.remind();
            if (b.places.closed()) b.places.wake_closers();
            return b.finished();
        });
        const bool found = static_cast<bool>(task_);
        house_.tell_abandoned(abandoned);
        if (another) set_to_work(house_, std::move(another));
        house_.end_if(last);
        return found;
    }

    void open() noexcept {
        const auto limit = house_.template policy<concerns::opening>().timeout();
        outgoing::opened<House> fresh;
        std::exception_ptr thrown;
        try {
            fresh = outgoing::open(house_, deadline::after(limit, house_.now()));
        } catch (...) {
            thrown = std::current_exception();
        }
        if (thrown)
            failed(std::move(thrown));
        else
            deliver(std::move(fresh));
    }

    void deliver(outgoing::opened<House> fresh) noexcept {
        slot& s = *task_.place;
        std::exception_ptr before; // let go of without the lock
        const auto unwanted = house_.event([&](book& b) -> std::optional<close_cause> {
            before = b.opened();
            if (!b.places.counts(s, task_.serial)) return close_cause::late;
            std::swap(s.held, fresh.held);
            s.past = fresh.past;
            if (b.places.delivered(s)) return std::nullopt;
            std::swap(s.held, fresh.held);
            b.places.vacate(s);
            closed_ = true;
            ++b.staff.closing;
            return close_cause::pool_closed;
        });
        if (unwanted) house_.dispose(std::move(fresh.held), *unwanted);
        if (unwanted == close_cause::late)
            house_.event([](book& b) {
                b.places.came_back(); // only now that its connection is gone
                return true;
            });
    }

    void failed(std::exception_ptr cause) noexcept {
        const fault what = classify(house_.factory(), cause);
        const double draw = draw_evenly();
        std::exception_ptr before; // let go of without the lock
        const bool news = house_.event([&](book& b) {
            if (!b.places.counts(*task_.place, task_.serial)) {
                b.places.came_back(); // when it was abandoned, it was told as failed
                return false;
            }
            before = b.open_failed(what, cause);
            b.places.order_failed(*task_.place, what, std::move(cause), draw);
            return true;
        });
        if (news) observer::tell::open_failed(house_.template policy<concerns::observer>(), what);
    }

    House& house_;
    task task_;
    bool closed_ = false; // the last task closed something, which counts as under way
};

template <class House>
void set_to_work(House& house, typename House::task first) noexcept {
    std::unique_ptr<worker<House>> one;
    try {
        one = std::make_unique<worker<House>>(house, std::move(first));
    } catch (...) { // without memory `first` has not been moved from
        return worker<House>{house, std::move(first)}.run(std::current_exception());
    }
    job to_do{&worker<House>::act, one.release()};
    try {
        house.template policy<concerns::workers>().start(to_do);
    } catch (...) {
        to_do.refuse(std::current_exception());
    }
}

} // namespace cenote
