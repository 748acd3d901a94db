#pragma once

#include <cenote/core/ticket.hpp>

namespace cenote {

/// A thread's place in a queue of the ledger's, with what the thread sleeps on.
template <class Parker>
struct parked : core::ticket {
    Parker parker;

    parked() noexcept
        : ticket{
              [](ticket& t, core::outbox&) noexcept { static_cast<parked&>(t).parker.unpark(); }} {}
};

} // namespace cenote
