#pragma once

#include <cenote/base/affinity.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace explore {

/// What the threads of a schedule used last. A pool may begin to look at a place that depends on the
/// address of this, so that these addresses have to be alike in each run of the program.
class hints {
public:
    hints() noexcept {
        for (std::size_t i = 0; i < threads; ++i)
            page(i).hint = {};
    }

    /// That of the thread with this number; all that are none have one in common.
    [[nodiscard]] cenote::affinity& of(std::size_t thread) noexcept {
        return page(thread < threads ? thread : threads - 1).hint;
    }

private:
    struct alignas(4096) own_page {
        cenote::affinity hint;
    };

    static constexpr std::size_t threads = 16;
    static constexpr std::size_t alike = 64 * 3; // pages: what the size of a pool may divide

    static own_page& page(std::size_t thread) noexcept {
        static std::array<own_page, alike + threads> all;
        const auto begin = reinterpret_cast<std::uintptr_t>(all.data()) / sizeof(own_page);
        return all[(alike - begin % alike) % alike + thread];
    }
};

} // namespace explore
