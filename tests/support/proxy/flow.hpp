#pragma once

#include <chrono>
#include <cstddef>
#include <variant>

/// What a proxy does with the bytes of one direction.
namespace test::flow {

/// Delivers them as they come.
struct pass {};

/// Delivers each that much later.
struct delay {
    std::chrono::milliseconds by{};
};

/// Delivers so many at a time.
struct drip {
    std::size_t bytes{};
    std::chrono::milliseconds every{};
};

/// Takes all and delivers nothing: the sender sees each byte acknowledged. What was held back is
/// delivered when the flow changes to one that moves.
struct stall {};

/// Does not even read, so that acknowledgements end once the kernel's buffers are full; and
/// connects are not answered. As near to a cut cable as a process can come.
struct black_hole {};

/// Delivers what belongs to the login, and holds back what follows. Understands unencrypted
/// sessions of the protocol that the proxy was told.
struct silent_after_login {};

using any = std::variant<pass, delay, drip, stall, black_hole, silent_after_login>;

template <class Flow>
[[nodiscard]] bool is(const any& one) noexcept {
    return std::holds_alternative<Flow>(one);
}

} // namespace test::flow
