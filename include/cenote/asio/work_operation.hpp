#pragma once

#include <cenote/pool/apart.hpp>

#include <cenote/asio/hearing.hpp>
#include <cenote/asio/in_memory.hpp>
#include <cenote/asio/waiting_room.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include <atomic>
#include <exception>
#include <memory>
#include <optional>
#include <utility>

namespace cenote {

/// Blocking work that one of a pool's workers does, and its handler. `work->run()` does it;
/// `work->cancel()`, by any thread, has it end soon.
///
/// Thread-safety: the worker calls `is_done`, the rest is done where the handler belongs, and by the
/// closing of its room.
template <class House, class Work, class Handler>
class work_operation final : waiting_room::guest {
    using result = decltype(std::declval<Work&>().run());
    using executor = boost::asio::associated_executor_t<Handler>;
    using allocator =
        typename std::allocator_traits<memory_of<Handler>>::template rebind_alloc<work_operation>;
    using memory = std::allocator_traits<allocator>;

public:
    work_operation(std::shared_ptr<Work> work, Handler handler)
        : allocator_{memory_for(handler)}
        , guard_{boost::asio::get_associated_executor(handler)}
        , room_{waiting_room::of(guard_.get_executor())}
        , handler_{std::move(handler)}
        , work_{std::move(work)} {}

    work_operation(const work_operation&) = delete;
    work_operation& operator=(const work_operation&) = delete;

    /// Has it done. Throws what the allocator throws.
    static void begin(House& house, std::shared_ptr<Work> work, Handler handler) {
        allocator from{memory_for(handler)};
        auto* const raw = memory::allocate(from, 1);
        ::new (static_cast<void*>(raw)) work_operation{std::move(work), std::move(handler)};
        try {
            raw->hearing_.begin(
                boost::asio::get_associated_cancellation_slot(*raw->handler_),
                [work = raw->work_] { work->cancel(); });
        } catch (...) {
            raw->free();
            throw;
        }
        raw->room_->enter(*raw);
        set_apart(house, [raw](const std::exception_ptr* refused) { raw->run(refused); });
    }

private:
    /// What is posted when the work is done.
    class last_step {
    public:
        explicit last_step(work_operation& of) noexcept
            : of_{&of} {}

        last_step(last_step&& other) noexcept
            : of_{std::exchange(other.of_, nullptr)} {}

        last_step& operator=(last_step&&) = delete;

        ~last_step() {
            if (of_ != nullptr) of_->forsake();
        }

        void operator()() { std::exchange(of_, nullptr)->complete(); }

    private:
        work_operation* of_;
    };

    ~work_operation() = default;

    void run(const std::exception_ptr* refused) noexcept {
        try {
            if (refused != nullptr) std::rethrow_exception(*refused);
            result_.emplace(work_->run());
        } catch (...) {
            thrown_ = std::current_exception();
        }
        if (!room_->post(*this)) forsake();
    }

    void complete() {
        room_->leave(*this);
        hearing_.end();
        Handler handler = *std::move(handler_);
        const auto guard = std::move(guard_);
        const auto thrown = std::move(thrown_);
        result got = result_ ? *std::move(result_) : result{};
        free();
        std::move(handler)(thrown, std::move(got));
    }

    /// The context is gone: so is the handler, and what was done is for nobody.
    void forsake() noexcept {
        if (room_->leave(*this)) let_go();
        release();
    }

    void hold() noexcept override { holders_.fetch_add(1, std::memory_order_relaxed); }

    void abandon() noexcept override {
        let_go();
        work_->cancel();
        release();
    }

    void let_go() noexcept {
        hearing_.end();
        handler_.reset();
        guard_.reset();
    }

    void release() noexcept {
        // Release and acquire: what either holder did comes before the freeing.
        if (holders_.fetch_sub(1, std::memory_order_acq_rel) == 1) free();
    }

    void free() noexcept {
        allocator from{allocator_};
        this->~work_operation();
        memory::deallocate(from, this, 1);
    }

    [[nodiscard]] boost::asio::any_io_executor home() const override {
        return guard_.get_executor();
    }

    bool is_late() noexcept override { return false; }

    void post() override {
        boost::asio::post(guard_.get_executor(), in_memory(allocator_, last_step{*this}));
    }

    allocator allocator_;
    boost::asio::executor_work_guard<executor> guard_;
    std::shared_ptr<waiting_room> room_;
    std::optional<Handler> handler_;
    hearing hearing_;
    std::shared_ptr<Work> work_;
    std::optional<result> result_;
    std::exception_ptr thrown_;
    std::atomic<int> holders_{1}; // itself, and its room's closing
};

} // namespace cenote
