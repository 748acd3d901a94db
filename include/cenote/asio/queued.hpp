#pragma once

#include <cenote/core/outbox.hpp>
#include <cenote/core/ticket.hpp>

#include <cenote/asio/events.hpp>
#include <cenote/asio/stepping.hpp>
#include <cenote/asio/waiting_room.hpp>

#include <memory>
#include <utility>

namespace cenote {

/// An operation with a place in a queue of the ledger's: woken there, it has a step posted once the
/// ledger's lock has been let go of.
class queued : protected core::ticket, core::letter, public stepping {
protected:
    explicit queued(std::shared_ptr<waiting_room> room) noexcept
        : ticket{[](ticket& t, core::outbox& word) noexcept {
            auto& self = static_cast<queued&>(t);
            if (self.note(events::woken)) word.add(self);
        }}
        , letter{[](letter& l) noexcept { static_cast<queued&>(l).post_step(); }}
        , stepping{std::move(room)} {}

    ~queued() = default;
};

} // namespace cenote
