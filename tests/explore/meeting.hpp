#pragma once

#include "scheduler.hpp"

#include <cstddef>

namespace explore {

/// Where threads wait for each other, each with what it holds: who sleeps although there is something
/// for it, until another gives back, keeps that other here for ever.
class meeting {
public:
    explicit meeting(std::size_t threads) noexcept
        : missing_{threads} {}

    /// Returns when all have come.
    void wait() {
        complete_ = --missing_ == 0;
        scheduler::running().step("meet", this, {.flag = &complete_, .wanted = true});
    }

private:
    std::size_t missing_;
    bool complete_ = false;
};

} // namespace explore
