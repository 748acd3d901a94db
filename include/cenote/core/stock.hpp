#pragma once

#include <cenote/core/place.hpp>
#include <cenote/core/place_stack.hpp>

#include <cstddef>

namespace cenote::core {

/// The places of a pool by the state they are in, and how many there are of each.
///
/// Thread-safety: none, the ledger's lock guards it. Complexity: O(1), but for what the shelf takes.
template <class Commons>
class stock {
public:
    /// What the places have in common must outlive it.
    explicit stock(Commons& all)
        : all_{all}
        , empty_{all.size} {}

    void add(place& p) noexcept {
        all_.shelf.add(p);
        empty_.push(p);
        ++size_;
    }

    [[nodiscard]] auto& shelf() noexcept { return all_.shelf; }

    [[nodiscard]] auto& epoch() noexcept { return all_.epoch; }

    [[nodiscard]] bool any_empty() const noexcept { return !empty_.empty(); }

    [[nodiscard]] place::state state_of(place& p) const noexcept { return all_.shelf.state_of(p); }

    /// Precondition: `any_empty()`.
    [[nodiscard]] place& begin_open() noexcept {
        place& p = empty_.pop();
        open_in(p);
        return p;
    }

    /// A place in somebody's hands is to be filled anew.
    void begin_open(place& p) noexcept {
        --open_;
        open_in(p);
    }

    /// What was opened in the place is in somebody's hands.
    void opened(place& p) noexcept {
        --opening_;
        ++open_;
        all_.shelf.lend(p);
    }

    /// There is nothing in the place, which was in somebody's hands, any more.
    void vacate(place& p) noexcept {
        --(state_of(p) == place::state::opening ? opening_ : open_);
        all_.shelf.clear(p, place::state::empty);
        empty_.push(p);
    }

    [[nodiscard]] std::size_t idle() const noexcept { return all_.shelf.idle(); }

    [[nodiscard]] std::size_t opening() const noexcept { return opening_; }

    /// Idle or lent.
    [[nodiscard]] std::size_t open() const noexcept { return open_; }

    [[nodiscard]] std::size_t size() const noexcept { return size_; }

private:
    void open_in(place& p) noexcept {
        // Of the generation in which the opening began: a refresh meanwhile was not meant for what
        // comes after it, but this one may have been opened before.
        p.generation = all_.epoch.now();
        all_.shelf.clear(p, place::state::opening);
        ++opening_;
    }

    Commons& all_;
    place_stack empty_;
    std::size_t size_ = 0;
    std::size_t opening_ = 0;
    std::size_t open_ = 0;
};

} // namespace cenote::core
