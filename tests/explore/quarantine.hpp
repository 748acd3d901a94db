#pragma once

#include "scheduler.hpp"

#include <cstddef>
#include <cstring>

/// What a schedule frees is filled with a pattern and kept until the schedule is over, so that who
/// reads it then reads nonsense, and who writes to it leaves a mark. Replaces `operator delete`;
/// does nothing under the address sanitizer, which sees more.
namespace explore::quarantine {

inline constexpr unsigned char filling = 0xDD;

/// From now on, what is freed is kept.
void begin() noexcept;

/// Frees what was kept. False when somebody has written to it.
[[nodiscard]] bool end() noexcept;

/// Fails the schedule when `value` stands in freed memory.
template <class T>
void check(const T& value, const char* what) noexcept {
    unsigned char bytes[sizeof(T)];
    unsigned char nonsense[sizeof(T)];
    std::memcpy(bytes, static_cast<const void*>(&value), sizeof(T));
    std::memset(nonsense, filling, sizeof(T));
    if (sizeof(T) >= 4 && std::memcmp(bytes, nonsense, sizeof(T)) == 0)
        scheduler::running().fail(wrong::used_dead, std::string{what} + " of freed memory");
}

} // namespace explore::quarantine
