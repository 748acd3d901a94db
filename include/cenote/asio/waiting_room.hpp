#pragma once

#include <cenote/base/time.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/execution/context.hpp>
#include <boost/asio/execution_context.hpp>
#include <boost/asio/query.hpp>
#include <boost/intrusive/set.hpp>
#include <boost/system/error_code.hpp>

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace cenote {

/// The operations that wait on one execution context for something that other threads bring. It
/// wakes each at its time, with one timer for all, and lets no thread post to a context that is
/// gone: when that goes, it tells those that are left.
///
/// Thread-safety: any thread. It outlives its context, for who has a guest in it.
/// Complexity: O(log n) for coming and going.
class waiting_room : public std::enable_shared_from_this<waiting_room> {
    using timer = boost::asio::basic_waitable_timer<
        std::chrono::steady_clock,
        boost::asio::wait_traits<std::chrono::steady_clock>,
        boost::asio::any_io_executor>;

public:
    /// An operation that waits. What the room calls must neither block nor throw.
    class guest : public boost::intrusive::set_base_hook<> {
    protected:
        ~guest() = default;

    private:
        friend class waiting_room;

        /// Where it completes.
        [[nodiscard]] virtual boost::asio::any_io_executor home() const = 0;
        /// Its time has come; true if it is to be posted. The room is locked.
        virtual bool is_late() noexcept = 0;
        /// Has its next step done on its context. The room is locked.
        virtual void post() = 0;
        /// The context goes. The room is locked; `abandon` follows when it is not any more.
        virtual void hold() noexcept = 0;
        virtual void abandon() noexcept = 0;

        time_point when_ = time_point::max(); // under the room's mutex, as is what follows
        bool inside_ = false;

        friend bool operator<(const guest& a, const guest& b) noexcept { return a.when_ < b.when_; }
    };

    /// The room of the context that `executor` runs things on.
    template <class Executor>
    [[nodiscard]] static std::shared_ptr<waiting_room> of(const Executor& executor);

    void enter(guest& g) {
        const std::lock_guard lock{mutex_};
        if (closed_) return;
        guests_.insert(g);
        g.inside_ = true;
    }

    /// From here on the room calls nothing of the guest's. False if it was not in it any more.
    bool leave(guest& g) noexcept {
        const std::lock_guard lock{mutex_};
        if (!std::exchange(g.inside_, false)) return false;
        guests_.erase(guests_.iterator_to(g));
        if (guests_.empty()) timer_.reset(); // or the context would not run out of work
        return true;
    }

    /// Wakes the guest at `when`, and not at the time that was set before. Throws: `std::bad_alloc`;
    /// the guest may not be woken then.
    void wake_at(guest& g, time_point when) {
        const std::lock_guard lock{mutex_};
        if (!g.inside_ || g.when_ == when) return;
        guests_.erase(guests_.iterator_to(g));
        g.when_ = when;
        guests_.insert(g);
        arm();
    }

    /// Has the guest's next step done on its context; false when that is gone. A step that cannot be
    /// posted is dropped, which the guest learns as it would from its executor.
    [[nodiscard]] bool post(guest& g) noexcept {
        const std::lock_guard lock{mutex_};
        const bool inside = g.inside_; // the guest may be gone afterwards
        if (inside) try_post(g);
        return inside;
    }

private:
    class service;

    static void try_post(guest& g) noexcept {
        try {
            g.post();
        } catch (...) { // no memory, and the step is dropped
        }
    }

    /// Sees to it that the timer goes off for the next guest. One that goes off too early is cheaper
    /// than one that is set anew for each guest.
    void arm() {
        const time_point next = guests_.begin()->when_;
        if (next == time_point::max() || (timer_ && timer_->expiry() <= next)) return;
        timer fresh{guests_.begin()->home(), next};
        fresh.async_wait([self = shared_from_this(), number = number_ + 1](
                             const boost::system::error_code&) { self->ring(number); });
        timer_.emplace(std::move(fresh)); // only now: if that throws, the one before is still there
        ++number_;
    }

    void ring(unsigned number) {
        const std::lock_guard lock{mutex_};
        if (number != number_ || !timer_) return;
        timer_.reset();
        const time_point now = std::chrono::steady_clock::now();
        while (!guests_.empty() && guests_.begin()->when_ <= now) {
            guest& g = *guests_.begin();
            guests_.erase(guests_.begin());
            g.when_ = time_point::max();
            guests_.insert(g);
            if (g.is_late()) try_post(g);
        }
        if (!guests_.empty()) arm();
    }

    void close() noexcept {
        boost::intrusive::multiset<guest> left;
        {
            const std::lock_guard lock{mutex_};
            closed_ = true;
            timer_.reset();
            left.swap(guests_);
            for (guest& g : left) {
                g.inside_ = false;
                g.hold();
            }
        }
        while (!left.empty()) {
            guest& g = *left.begin();
            left.erase(left.begin());
            g.abandon();
        }
    }

    // Guards all below; taken after the ledger's was let go of. An executor that drops what is posted
    // makes the guest leave at once.
    std::recursive_mutex mutex_;
    boost::intrusive::multiset<guest> guests_;
    std::optional<timer> timer_;
    unsigned number_ = 0; // of the timer's last wait: what rings for an earlier one is ignored
    bool closed_ = false;
};

/// Ties a room to its context.
class waiting_room::service : public boost::asio::execution_context::service {
public:
    using key_type = service;
    static inline boost::asio::execution_context::id id;

    explicit service(boost::asio::execution_context& context)
        : boost::asio::execution_context::service{context} {}

    std::shared_ptr<waiting_room> room = std::make_shared<waiting_room>();

private:
    void shutdown() noexcept override { room->close(); }
};

template <class Executor>
std::shared_ptr<waiting_room> waiting_room::of(const Executor& executor) {
    auto& context = boost::asio::query(executor, boost::asio::execution::context);
    return boost::asio::use_service<service>(context).room;
}

} // namespace cenote
