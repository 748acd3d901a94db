#pragma once

#include <cenote/base/occupancy.hpp>

#include <cenote/core/generations.hpp>
#include <cenote/core/place.hpp>
#include <cenote/core/place_stack.hpp>

#include <cstddef>

namespace cenote::core {

/// The places of a pool by the state they are in, and how many there are of each.
///
/// Thread-safety: none, the ledger's lock guards it. Complexity: O(1), but for `find_idle`.
class stock {
public:
    void add(place& p) noexcept {
        empty_.push(p);
        ++size_;
    }

    [[nodiscard]] bool any_idle() const noexcept { return !idle_.empty(); }

    [[nodiscard]] bool any_empty() const noexcept { return !empty_.empty(); }

    /// Precondition: `any_idle()`.
    [[nodiscard]] place& lend() noexcept {
        place& p = idle_.pop();
        move(p, place::state::leased);
        return p;
    }

    /// Lends the one idle for longest that `fits`, or null.
    template <class Predicate>
    [[nodiscard]] place* lend_oldest(Predicate fits) noexcept {
        place* found = idle_.take_lowest(fits);
        if (found != nullptr) move(*found, place::state::leased);
        return found;
    }

    /// Precondition: `any_empty()`.
    [[nodiscard]] place& begin_open() noexcept {
        place& p = empty_.pop();
        begin_open(p);
        return p;
    }

    /// A place in somebody's hands is to be filled anew.
    void begin_open(place& p) noexcept {
        // Of the generation in which the opening began: a refresh meanwhile was not meant for what
        // comes after it, but this one may have been opened before.
        p.generation = generations_.now();
        move(p, place::state::opening);
    }

    /// What was opened in the place is in somebody's hands.
    void opened(place& p) noexcept { move(p, place::state::leased); }

    /// What is in the place is free to be lent: before the others, or after them.
    void rest(place& p, bool before_others) noexcept {
        move(p, place::state::idle);
        if (before_others)
            idle_.push(p);
        else
            idle_.push_below(p);
    }

    /// There is nothing in the place any more.
    void vacate(place& p) noexcept {
        move(p, place::state::empty);
        empty_.push(p);
    }

    [[nodiscard]] generations& epoch() noexcept { return generations_; }

    [[nodiscard]] const generations& epoch() const noexcept { return generations_; }

    [[nodiscard]] std::size_t idle() const noexcept { return idle_.size(); }

    [[nodiscard]] std::size_t leased() const noexcept { return leased_; }

    [[nodiscard]] std::size_t opening() const noexcept { return opening_; }

    [[nodiscard]] std::size_t open() const noexcept { return idle() + leased_; }

    [[nodiscard]] std::size_t size() const noexcept { return size_; }

private:
    void move(place& p, place::state to) noexcept {
        leased_ -= p.now == place::state::leased ? 1U : 0U;
        opening_ -= p.now == place::state::opening ? 1U : 0U;
        leased_ += to == place::state::leased ? 1U : 0U;
        opening_ += to == place::state::opening ? 1U : 0U;
        p.now = to;
    }

    generations generations_;
    place_stack idle_;
    place_stack empty_;
    std::size_t size_ = 0;
    std::size_t leased_ = 0;
    std::size_t opening_ = 0;
};

} // namespace cenote::core
