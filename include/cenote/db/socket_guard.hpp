#pragma once

#include <cenote/base/time.hpp>

#include <cenote/db/watchdog.hpp>

#include <cerrno>
#include <fcntl.h>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>

namespace cenote::db {

/// A second descriptor of a socket. A driver that closes its own, whose number the next open of any
/// thread may get, cannot make this one hit a stranger.
class socket_copy {
public:
    /// Of nothing, if `descriptor` is negative. Throws `std::system_error` when there is none left.
    explicit socket_copy(int descriptor)
        : own_{descriptor < 0 ? -1 : ::fcntl(descriptor, F_DUPFD_CLOEXEC, 0)} {
        if (descriptor >= 0 && own_ < 0)
            throw std::system_error{errno, std::generic_category(), "dup"};
    }

    socket_copy(const socket_copy&) = delete;
    socket_copy& operator=(const socket_copy&) = delete;

    ~socket_copy() {
        if (own_ >= 0) ::close(own_);
    }

    /// Ends whatever waits for the peer, on every descriptor of the socket. Never blocks.
    void shut_down() const noexcept { ::shutdown(own_, SHUT_RDWR); }

private:
    int own_;
};

/// Watches one socket for as long as it lives.
class socket_guard {
public:
    /// Shuts the socket down at `until`, unless disarmed before. Watches nothing when the
    /// descriptor is negative or the deadline never comes. Two system calls, under 1 us.
    ///
    /// Throws: `std::system_error` when there is no descriptor or no thread to be had.
    socket_guard(watchdog& dog, int descriptor, deadline until)
        : socket_{until == deadline::never() ? -1 : descriptor}
        , alarm_{dog, descriptor < 0 ? time_point::max() : until.when(), &fire, this} {}

    socket_guard(const socket_guard&) = delete;
    socket_guard& operator=(const socket_guard&) = delete;
    ~socket_guard() = default;

    /// Ends the watch; afterwards the socket is not touched any more. May be called again.
    ///
    /// Returns: true if the deadline came first: the socket was shut down and is of no more use,
    /// whatever the call on it returned.
    bool disarm() noexcept {
        alarm_.disarm();
        return fired_;
    }

private:
    static time_point fire(void* self) noexcept {
        auto& mine = *static_cast<socket_guard*>(self);
        mine.socket_.shut_down();
        mine.fired_ = true;
        return time_point::max();
    }

    socket_copy socket_;
    bool fired_ = false;    // written by the watchdog, read after disarming
    watchdog::alarm alarm_; // last: disarmed before the socket goes
};

} // namespace cenote::db
