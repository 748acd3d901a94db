#pragma once

#include <cenote/base/time.hpp>

#include <cstddef>
#include <cstdint>
#include <initializer_list>

namespace torture {

/// Random choices that depend on the numbers it is made of and on nothing else (SplitMix64).
class dice {
public:
    explicit dice(std::initializer_list<std::uint64_t> from) noexcept {
        for (const std::uint64_t number : from) {
            state_ ^= number;
            state_ = next();
        }
    }

    /// Evenly from 0 to one less than `n`.
    [[nodiscard]] std::size_t below(std::size_t n) noexcept { return next() % n; }

    [[nodiscard]] std::size_t between(std::size_t least, std::size_t most) noexcept {
        return least + below(most - least + 1);
    }

    [[nodiscard]] bool one_in(std::size_t n) noexcept { return below(n) == 0; }

    [[nodiscard]] cenote::duration up_to(cenote::duration most) noexcept {
        return cenote::duration{
            static_cast<cenote::duration::rep>(below(static_cast<std::size_t>(most.count()) + 1))};
    }

private:
    std::uint64_t next() noexcept {
        std::uint64_t mixed = state_ += 0x9e3779b97f4a7c15;
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
        return mixed ^ (mixed >> 31);
    }

    std::uint64_t state_ = 0;
};

} // namespace torture
