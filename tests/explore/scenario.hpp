#pragma once

#include <span>
#include <string_view>

namespace explore {

class stage;

/// Threads that use a pool in some way; the stage runs them as it likes.
struct scenario {
    std::string_view name;    ///< The claim that each schedule must fulfil.
    void (*play)(stage&);     ///< Makes a pool and its threads, and has them run.
    unsigned preemptions = 2; ///< Explored exhaustively with up to so many; 0 for at random only.
};

/// All of them.
[[nodiscard]] std::span<const scenario> sharing() noexcept;
[[nodiscard]] std::span<const scenario> leaving() noexcept;
[[nodiscard]] std::span<const scenario> failing() noexcept;
[[nodiscard]] std::span<const scenario> ending() noexcept;

} // namespace explore
