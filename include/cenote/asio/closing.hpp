#pragma once

#include <cenote/base/time.hpp>

#include <cenote/policy/concerns.hpp>

#include <cenote/pool/apart.hpp>
#include <cenote/pool/close_report.hpp>
#include <cenote/pool/drain.hpp>
#include <cenote/pool/incoming.hpp>

#include <cenote/asio/queued.hpp>
#include <cenote/asio/waiting_room.hpp>
#include <cenote/asio/wake_up.hpp>

#include <exception>
#include <memory>
#include <utility>

namespace cenote {

/// An awaited close: begins to drain the house, on a worker where that may block, and waits until it
/// is drained, or for as long as it may.
template <class House>
class closing_operation : public queued {
public:
    /// From the initiating function. The operation may be gone afterwards.
    void begin() {
        this->start([this] {
            if (incoming::closes_at_once<House>) return drain_and_wait();
            set_apart(house_, [this](const std::exception_ptr*) {
                drain<House>{house_}.begin();
                this->raise(events::done);
            });
            return false;
        });
    }

protected:
    closing_operation(House& house, deadline until, std::shared_ptr<waiting_room> room) noexcept
        : queued{std::move(room)}
        , house_{house}
        , until_{until} {}

    ~closing_operation() = default;

    [[nodiscard]] close_report report() { return drain<House>{house_}.report(); }

    [[nodiscard]] bool was_cancelled() const noexcept { return was_cancelled_; }

private:
    [[nodiscard]] bool drain_and_wait() {
        drain<House>{house_}.begin();
        return waits();
    }

    /// False while there is something to wait for.
    [[nodiscard]] bool waits() noexcept {
        if (!is_waiting_) house_.write([this](auto& b) { b.places.tell_when_drained(*this); });
        is_waiting_ = true;
        return is_over();
    }

    [[nodiscard]] bool is_over() noexcept {
        const bool drained = house_.write([](auto& b) { return b.drained(); });
        if (!drained && !was_cancelled_ && !house_.passed(until_) && wakes_in_time()) return false;
        forget();
        return true;
    }

    /// False when there is no memory for that.
    [[nodiscard]] bool wakes_in_time() noexcept {
        try {
            wake_up_.set(*this, house_.template policy<concerns::clock>(), until_);
            return true;
        } catch (...) {
            return false;
        }
    }

    void forget() noexcept {
        if (std::exchange(is_waiting_, false))
            house_.write([this](auto& b) { b.places.forget(*this); });
    }

    bool react(unsigned happened) noexcept override {
        if ((happened & events::cancelled) != 0) was_cancelled_ = true;
        if ((happened & events::done) != 0) return waits();
        return is_waiting_ && is_over();
    }

    bool leave_all() noexcept override {
        const bool began = is_waiting_;
        forget();
        return began; // else the worker that begins it still comes here
    }

    House& house_;
    deadline until_;
    wake_up<typename House::template policy_type<concerns::clock>> wake_up_{};
    bool is_waiting_ = false;
    bool was_cancelled_ = false;
};

} // namespace cenote
