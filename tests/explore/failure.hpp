#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace explore {

/// What can be wrong with a schedule.
enum class wrong : std::uint8_t {
    lost_wakeup,  ///< All sleep, and nobody is left to wake them.
    lent_twice,   ///< Two hold one resource.
    lost,         ///< A resource or a place is gone, or something was never closed.
    false_answer, ///< An acquire was answered what was not so: failed with time left, for one.
    overtaken,    ///< Who came later was served first, against the waiting policy.
    used_dead,    ///< Memory was used that had been freed.
    endless,      ///< It does not come to an end.
    crashed,      ///< The program fell over.
};

inline constexpr std::string_view names[] = {
    "lost_wakeup",
    "lent_twice",
    "lost",
    "false_answer",
    "overtaken",
    "used_dead",
    "endless",
    "crashed"};

[[nodiscard]] constexpr std::string_view name_of(wrong what) noexcept {
    return names[static_cast<std::size_t>(what)];
}

/// Thrown where a schedule that has failed is left.
struct failure {
    wrong what;
    std::string story;
};

} // namespace explore
