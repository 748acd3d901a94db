#pragma once

namespace cenote::core {

/// Word to somebody, to be delivered when the ledger's lock has been let go of.
struct letter {
    using deliverer = void (*)(letter&) noexcept;

    explicit letter(deliverer how) noexcept
        : deliver{how} {}

    deliverer deliver; ///< Called once for each time that it is in an outbox; may end the letter.
    letter* following = nullptr;
};

/// What is to be delivered once the ledger's lock has been let go of: waking who awaits takes another
/// lock, and a system call perhaps.
///
/// Thread-safety: none, the ledger's lock guards it. Complexity: O(1).
class outbox {
public:
    /// Precondition: `l` is in no outbox.
    void add(letter& l) noexcept {
        l.following = nullptr;
        (last_ == nullptr ? first_ : last_->following) = &l;
        last_ = &l;
    }

    /// All of it, in the order in which it was added; the first one, or null.
    [[nodiscard]] letter* take() noexcept {
        last_ = nullptr;
        letter* const all = first_;
        first_ = nullptr;
        return all;
    }

private:
    letter* first_ = nullptr;
    letter* last_ = nullptr;
};

/// Delivers what was taken out of an outbox, without the lock.
inline void deliver(letter* first) noexcept {
    while (first != nullptr) {
        letter* const next = first->following; // the letter may end as it is delivered
        first->deliver(*first);
        first = next;
    }
}

} // namespace cenote::core
