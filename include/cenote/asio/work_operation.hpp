#pragma once

#include <cenote/pool/apart.hpp>

#include <cenote/asio/handled.hpp>
#include <cenote/asio/stepping.hpp>
#include <cenote/asio/waiting_room.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <utility>

namespace cenote {

/// Blocking work that one of a pool's workers does. `work->run()` does it; `work->cancel()`, by any
/// thread, has it end soon.
template <class House, class Work>
class working : public stepping {
public:
    /// From the initiating function. The operation may be gone afterwards.
    void begin() {
        this->start([this] {
            set_apart(house_, [this](const std::exception_ptr* refused) { run(refused); });
            return false;
        });
    }

protected:
    using result = decltype(std::declval<Work&>().run());

    working(House& house, std::shared_ptr<Work> work, std::shared_ptr<waiting_room> room) noexcept
        : stepping{std::move(room)}
        , house_{house}
        , work_{std::move(work)} {}

    ~working() = default;

    std::exception_ptr thrown_{}; // this and what follows: the worker's, until it is done
    std::optional<result> result_{};

private:
    void run(const std::exception_ptr* refused) noexcept {
        try {
            if (refused != nullptr) std::rethrow_exception(*refused);
            result_.emplace(work_->run());
        } catch (...) {
            thrown_ = std::current_exception();
        }
        this->raise(events::done);
    }

    bool react(unsigned happened) noexcept override {
        if ((happened & events::cancelled) != 0) work_->cancel();
        return (happened & events::done) != 0;
    }

    bool leave_all() noexcept override {
        work_->cancel();
        return false; // the worker still comes
    }

    House& house_;
    std::shared_ptr<Work> work_;
};

/// The same with its handler.
template <class House, class Work, class Handler>
class work_operation final
    : public handled<working<House, Work>, Handler, work_operation<House, Work, Handler>> {
    using base = handled<working<House, Work>, Handler, work_operation>;

public:
    using base::base;

private:
    void complete() override {
        auto got = this->result_ ? *std::move(this->result_) : typename base::result{};
        this->hand_over(std::exception_ptr{this->thrown_}, std::move(got));
    }
};

} // namespace cenote
