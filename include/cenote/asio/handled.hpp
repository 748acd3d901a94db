#pragma once

#include <cenote/asio/hearing.hpp>
#include <cenote/asio/in_memory.hpp>
#include <cenote/asio/waiting_room.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include <memory>
#include <optional>
#include <utility>

namespace cenote {

/// Posts `handler(results...)` to the executor of the handler.
template <class Handler, class... Results>
void post_result(Handler handler, Results... results) {
    const auto on = boost::asio::get_associated_executor(handler);
    const auto memory = memory_for(handler);
    boost::asio::post(
        on,
        in_memory(
            memory, [handler = std::move(handler), ... results = std::move(results)]() mutable {
                std::move(handler)(std::move(results)...);
            }));
}

/// A `stepping` operation with its handler. It lies in memory of the handler's allocator, keeps the
/// handler's executor at work, and is cancelled by the handler's slot. `Whole` is the class that it
/// is made part of.
template <class Operation, class Handler, class Whole>
class handled : public Operation {
    using executor = boost::asio::associated_executor_t<Handler>;

public:
    /// Makes one, out of `given` and its room. Throws what the allocator throws.
    template <class... Given>
    [[nodiscard]] static Whole* make(Handler handler, Given&&... given) {
        using allocator =
            typename std::allocator_traits<memory_of<Handler>>::template rebind_alloc<Whole>;
        allocator from{memory_for(handler)};
        auto room = waiting_room::of(boost::asio::get_associated_executor(handler));
        auto* const raw = std::allocator_traits<allocator>::allocate(from, 1);
        auto* const made = ::new (static_cast<void*>(raw))
            Whole{std::move(handler), std::forward<Given>(given)..., std::move(room)};
        try {
            made->hearing_.begin(
                boost::asio::get_associated_cancellation_slot(*made->handler_),
                [made] { made->cancel(); });
        } catch (...) {
            made->free();
            throw;
        }
        return made;
    }

    template <class... Given>
    explicit handled(Handler handler, Given&&... given)
        : Operation{std::forward<Given>(given)...}
        , memory_{memory_for(handler)}
        , guard_{boost::asio::get_associated_executor(handler)}
        , handler_{std::move(handler)} {}

protected:
    ~handled() = default;

    /// Frees the operation and calls the handler: by a post in the initiating function.
    template <class... Results>
    void hand_over(Results... results) {
        hearing_.end();
        Handler handler = *std::move(handler_);
        const auto guard = std::exchange(guard_, std::nullopt);
        const bool inside = this->in_initiation();
        this->free();
        if (inside)
            post_result(std::move(handler), std::move(results)...);
        else
            std::move(handler)(std::move(results)...);
    }

private:
    void let_go() noexcept override {
        hearing_.end();
        handler_.reset();
        guard_.reset();
    }

    void free() noexcept override {
        using allocator =
            typename std::allocator_traits<memory_of<Handler>>::template rebind_alloc<Whole>;
        auto* const whole = static_cast<Whole*>(this);
        allocator from{memory_};
        whole->~Whole();
        std::allocator_traits<allocator>::deallocate(from, whole, 1);
    }

    [[nodiscard]] boost::asio::any_io_executor home() const override {
        return guard_->get_executor();
    }

    void post() override {
        boost::asio::post(
            guard_->get_executor(), in_memory(memory_, typename Operation::step{*this}));
    }

    memory_of<Handler> memory_;
    // Let go of with the handler, executor and all: who frees this may do so after the context is gone.
    std::optional<boost::asio::executor_work_guard<executor>> guard_;
    std::optional<Handler> handler_;
    hearing hearing_;
};

} // namespace cenote
