#pragma once

#include <atomic>

namespace cenote::threading {

/// What `std::atomic_ref` is, for one thread: the same functions, and no atomic operation. The
/// memory orders mean nothing.
template <class T>
class plain_ref {
public:
    explicit plain_ref(T& value) noexcept
        : value_{value} {}

    [[nodiscard]] T load(std::memory_order = {}) const noexcept { return value_; }

    void store(T wanted, std::memory_order = {}) const noexcept { value_ = wanted; }

    bool compare_exchange_strong(
        T& expected, T wanted, std::memory_order = {}, std::memory_order = {}) const noexcept {
        if (value_ == expected) {
            value_ = wanted;
            return true;
        }
        expected = value_;
        return false;
    }

private:
    T& value_;
};

} // namespace cenote::threading
