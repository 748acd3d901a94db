#pragma once

#include <poll.h>

namespace cenote::db {

/// What a socket shows without a round trip.
enum class socket_state : unsigned char {
    quiet,   ///< Nothing to read: not known to be dead. A peer that is silent looks like this too.
    waiting, ///< There are bytes to read and the peer has not closed.
    gone,    ///< The peer closed or reset it, or it is no socket.
};

/// Looks at a socket without reading from it. Never blocks.
///
/// Returns: `gone` for a negative descriptor. Thread-safety: any. Complexity: one poll(2), about
/// 0.2 us.
[[nodiscard]] inline socket_state peek_socket(int descriptor) noexcept {
    if (descriptor < 0) return socket_state::gone;
    ::pollfd asked{.fd = descriptor, .events = POLLIN | POLLRDHUP, .revents = 0};
    if (::poll(&asked, 1, 0) < 0) return socket_state::quiet; // EINTR, ENOMEM: nothing is known
    if ((asked.revents & (POLLRDHUP | POLLHUP | POLLERR | POLLNVAL)) != 0)
        return socket_state::gone;
    return (asked.revents & POLLIN) != 0 ? socket_state::waiting : socket_state::quiet;
}

} // namespace cenote::db
