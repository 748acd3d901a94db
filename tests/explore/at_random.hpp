#pragma once

#include "chooser.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace explore {

/// Schedules at random; the seed repeats one.
class at_random final : public chooser {
public:
    explicit at_random(std::uint64_t seed) noexcept
        : state_{seed} {
        // Some mistakes take many switches, and some take long stretches without any.
        patience_ = std::uint64_t{1} << draw() % 6;
    }

    std::size_t choose(const std::vector<option>& options) override {
        if (!options[1].preempts) return draw() % options.size();
        if (draw() % patience_ != 0) return 0;
        const std::size_t chosen = draw() % options.size();
        return options[chosen].way == option::how::wakes && draw() % 4 != 0 ? 0 : chosen;
    }

private:
    /// The next number of splitmix64.
    std::uint64_t draw() noexcept {
        std::uint64_t z = state_ += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EB;
        return z ^ (z >> 31U);
    }

    std::uint64_t state_;
    std::uint64_t patience_;
};

} // namespace explore
