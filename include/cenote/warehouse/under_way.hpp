#pragma once

#include <cenote/base/time.hpp>

#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <utility>

namespace cenote::detail {

/// What workers do for a warehouse, which must not be gone before it has ended.
///
/// Thread-safety: all functions, from any thread.
class under_way : public std::enable_shared_from_this<under_way> {
public:
    /// Something is under way for as long as this lives.
    class mark {
    public:
        mark() = default;

        explicit mark(std::shared_ptr<under_way> of)
            : of_{std::move(of)} {
            const std::lock_guard lock{of_->mutex_};
            ++of_->number_;
        }

        mark(mark&& other) noexcept = default;

        mark& operator=(mark&& other) noexcept {
            end();
            of_ = std::move(other.of_);
            return *this;
        }

        ~mark() { end(); }

    private:
        void end() noexcept {
            if (!of_) return;
            const std::lock_guard lock{of_->mutex_};
            if (--of_->number_ == 0) of_->none_.notify_all();
        }

        std::shared_ptr<under_way> of_;
    };

    [[nodiscard]] mark begin() { return mark{shared_from_this()}; }

    /// Waits until nothing is under way, for so long at most.
    void settle(duration span) {
        std::unique_lock lock{mutex_};
        none_.wait_for(lock, span, [this] { return number_ == 0; });
    }

private:
    std::mutex mutex_; // guards number_
    std::condition_variable none_;
    std::size_t number_ = 0;
};

} // namespace cenote::detail
