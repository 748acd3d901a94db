#pragma once

#include <cenote/base/time.hpp>

#include <chrono>
#include <exception>
#include <thread>
#include <utility>

namespace test {

/// A deadline that far from now.
inline cenote::deadline in(cenote::duration span) {
    return cenote::deadline::after(span, std::chrono::steady_clock::now());
}

/// How long a call took.
template <class F>
cenote::duration time_of(F&& f) {
    const auto begin = std::chrono::steady_clock::now();
    std::forward<F>(f)();
    return std::chrono::steady_clock::now() - begin;
}

/// Waits until it is so; false if it is not after 10 s. For what another process does.
template <class F>
bool comes_true(F&& so) {
    using namespace std::chrono_literals;
    for (const auto until = in(10s); !until.passed(std::chrono::steady_clock::now());) {
        if (so()) return true;
        std::this_thread::sleep_for(2ms);
    }
    return so();
}

/// What a call throws, null for nothing.
template <class F>
std::exception_ptr thrown_by(F&& f) {
    try {
        std::forward<F>(f)();
        return nullptr;
    } catch (...) {
        return std::current_exception();
    }
}

} // namespace test
