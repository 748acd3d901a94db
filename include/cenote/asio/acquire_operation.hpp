#pragma once

#include <cenote/base/acquire_error.hpp>

#include <cenote/pool/access.hpp>
#include <cenote/pool/errand.hpp>

#include <cenote/asio/acquiring.hpp>
#include <cenote/asio/waiting_room.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_allocator.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/bind_allocator.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/system/error_code.hpp>

#include <memory>
#include <optional>
#include <source_location>
#include <utility>

namespace cenote {

/// Posts `handler(failed, got)` to the executor of the handler.
template <class Handler, class Lease>
void post_result(Handler handler, boost::system::error_code failed, Lease got) {
    const auto on = boost::asio::get_associated_executor(handler);
    const auto memory = boost::asio::get_associated_allocator(handler);
    boost::asio::post(
        on,
        boost::asio::bind_allocator(
            memory, [handler = std::move(handler), failed, got = std::move(got)]() mutable {
                std::move(handler)(failed, std::move(got));
            }));
}

/// An awaited acquire with its handler. It lies in memory of the handler's allocator.
template <class Pool, class House, class Handler>
class acquire_operation final : public acquiring<House> {
    using base = acquiring<House>;
    using slot = typename House::slot;
    using executor = boost::asio::associated_executor_t<Handler>;
    using allocator = typename std::allocator_traits<
        boost::asio::associated_allocator_t<Handler>>::template rebind_alloc<acquire_operation>;
    using memory = std::allocator_traits<allocator>;

public:
    acquire_operation(
        errand<House> begun,
        std::shared_ptr<waiting_room> room,
        acquire_failure* told,
        std::source_location where,
        Handler handler) noexcept
        : base{std::move(begun), std::move(room)}
        , allocator_{boost::asio::get_associated_allocator(handler)}
        , guard_{boost::asio::get_associated_executor(handler)}
        , handler_{std::move(handler)}
        , told_{told}
        , where_{where} {}

    /// Makes one. Throws what the allocator throws; `handler` is then as it was.
    [[nodiscard]] static acquire_operation* make(
        errand<House>& begun, acquire_failure* told, std::source_location where, Handler& handler) {
        allocator from{boost::asio::get_associated_allocator(handler)};
        auto room = waiting_room::of(boost::asio::get_associated_executor(handler));
        auto* const raw = memory::allocate(from, 1);
        memory::construct(
            from, raw, std::move(begun), std::move(room), told, where, std::move(handler));
        return raw;
    }

    /// To be called before `start`: after that the operation may be gone.
    void listen() {
        auto cancels = boost::asio::get_associated_cancellation_slot(*handler_);
        if (!cancels.is_connected()) return;
        cancels.assign([this](boost::asio::cancellation_type wanted) {
            if (wanted != boost::asio::cancellation_type::none) this->cancel();
        });
    }

private:
    void complete(slot* got, bool aborted) override {
        boost::system::error_code why;
        if (aborted)
            why = boost::asio::error::operation_aborted;
        else if (got == nullptr)
            why = tell();
        auto lent = got == nullptr ? typename Pool::lease{}
                                   : pool_access::lend<Pool>(this->story().house(), *got, where_);
        deafen();
        Handler handler = *std::move(handler_);
        const auto guard = std::move(guard_);
        const bool inside = this->in_initiation();
        free();
        if (inside)
            post_result(std::move(handler), why, std::move(lent));
        else
            std::move(handler)(why, std::move(lent));
    }

    [[nodiscard]] boost::system::error_code tell() noexcept {
        auto story = this->story().failure();
        const boost::system::error_code why = story.kind;
        if (told_ != nullptr) *told_ = std::move(story);
        return why;
    }

    void let_go() noexcept override {
        deafen();
        handler_.reset();
        guard_.reset();
    }

    void deafen() noexcept {
        auto cancels = boost::asio::get_associated_cancellation_slot(*handler_);
        if (cancels.is_connected()) cancels.clear();
    }

    void free() noexcept override {
        allocator from{allocator_};
        memory::destroy(from, this);
        memory::deallocate(from, this, 1);
    }

    [[nodiscard]] boost::asio::any_io_executor home() const override {
        return guard_.get_executor();
    }

    void post() override {
        boost::asio::post(
            guard_.get_executor(),
            boost::asio::bind_allocator(allocator_, typename base::step{*this}));
    }

    allocator allocator_;
    boost::asio::executor_work_guard<executor> guard_;
    std::optional<Handler> handler_;
    acquire_failure* told_;
    std::source_location where_;
};

} // namespace cenote
