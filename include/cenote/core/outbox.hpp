#pragma once

#include <utility>

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

    /// The one that was added first, or null.
    [[nodiscard]] letter* take_first() noexcept {
        letter* const one = first_;
        if (one != nullptr) first_ = one->following;
        if (first_ == nullptr) last_ = nullptr;
        return one;
    }

private:
    letter* first_ = nullptr;
    letter* last_ = nullptr;
};

/// Delivers what was taken out of an outbox, without the lock. What a delivery leads this thread to
/// deliver follows when that delivery has ended: many who pass something on, one to the next, would
/// otherwise be a stack as deep as the queue was long.
inline void deliver(letter* first) noexcept {
    if (first == nullptr) return;
    thread_local outbox* under_way = nullptr;
    outbox mine;
    outbox& all = under_way != nullptr ? *under_way : mine;
    while (first != nullptr)
        all.add(*std::exchange(first, first->following));
    if (&all != &mine) return;
    under_way = &mine;
    while (letter* const l = mine.take_first())
        l->deliver(*l); // which may be the end of the letter
    under_way = nullptr;
}

} // namespace cenote::core
