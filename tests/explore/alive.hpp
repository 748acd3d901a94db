#pragma once

#include "scheduler.hpp"

#include <cstdint>

namespace explore {

/// A member by which what has been destroyed is known; freed memory reads as something else too.
class alive {
public:
    alive() noexcept = default;
    alive(const alive&) = delete;
    alive& operator=(const alive&) = delete;

    ~alive() { *const_cast<volatile std::uint32_t*>(&mark_) = gone; }

    /// Fails the schedule when it is too late to use this.
    void check(const char* user) const {
        if (*const_cast<const volatile std::uint32_t*>(&mark_) != here)
            scheduler::running().fail(
                wrong::used_dead, std::string{user} + " of what is destroyed");
    }

private:
    static constexpr std::uint32_t here = 0xA11CE5;
    static constexpr std::uint32_t gone = 0xDEADDEAD;

    std::uint32_t mark_ = here;
};

} // namespace explore
