#pragma once

#include <cenote/core/ticket.hpp>

#include <boost/intrusive/list.hpp>

#include <cstddef>

namespace cenote::core {

/// The callers that wait, oldest first. Knows the order; what they wait for is the ledger's.
///
/// Thread-safety: none, the ledger's lock guards it. Complexity: O(1), except `first_to_open`
/// and `first_uncalled`, which pass over those ahead that back off or have been called.
class wait_queue {
public:
    [[nodiscard]] bool empty() const noexcept { return waiting_.empty(); }

    [[nodiscard]] std::size_t size() const noexcept { return waiting_.size(); }

    void join(ticket& t) noexcept { waiting_.push_back(t); }

    void join_front(ticket& t) noexcept { waiting_.push_front(t); }

    void leave(ticket& t) noexcept { waiting_.erase(waiting_.iterator_to(t)); }

    /// Precondition: not empty.
    [[nodiscard]] ticket& front() noexcept { return waiting_.front(); }

    /// The oldest that an empty place is of use to, and that none is being filled for, or null.
    /// One that hesitates counts only if `in_need`.
    [[nodiscard]] ticket* first_to_open(bool in_need) noexcept {
        for (ticket& t : waiting_)
            if (t.may_open && t.order == nullptr && (in_need || !t.hesitates)) return &t;
        return nullptr;
    }

    /// The oldest that has not been called yet, or null.
    [[nodiscard]] ticket* first_uncalled() noexcept {
        for (ticket& t : waiting_)
            if (!t.called) return &t;
        return nullptr;
    }

    /// Wakes everybody; they stay until they leave by themselves.
    void wake_all(outbox& word) noexcept {
        for (ticket& t : waiting_)
            t.wake(t, word);
    }

private:
    boost::intrusive::list<ticket> waiting_;
};

} // namespace cenote::core
