#pragma once

#include <cenote/core/place.hpp>

#include <algorithm>
#include <cstddef>
#include <vector>

namespace cenote::core {

/// Places in one state, last in first out.
///
/// Thread-safety: none, the ledger's lock guards it. Complexity: O(1) where nothing else is said.
class place_stack {
public:
    /// Never holds more than `most`, and so never allocates again.
    explicit place_stack(std::size_t most) { places_.reserve(most); }

    [[nodiscard]] bool empty() const noexcept { return places_.empty(); }

    [[nodiscard]] std::size_t size() const noexcept { return places_.size(); }

    void push(place& p) noexcept { places_.push_back(&p); }

    /// Puts it where it comes out after all the others. Complexity: O(size).
    void push_below(place& p) noexcept { places_.insert(places_.begin(), &p); }

    /// Precondition: not empty.
    [[nodiscard]] place& pop() noexcept {
        place& top = *places_.back();
        places_.pop_back();
        return top;
    }

    /// Takes out the deepest that `fits`, or null. Complexity: O(size).
    template <class Predicate>
    [[nodiscard]] place* take_deepest(Predicate fits) noexcept {
        return take(std::ranges::find_if(places_, [&](const place* p) { return fits(*p); }));
    }

    /// Takes out the one with the lowest index, or null. Complexity: O(size).
    [[nodiscard]] place* take_lowest() noexcept {
        return take(std::ranges::min_element(places_, {}, [](const place* p) { return p->index; }));
    }

private:
    [[nodiscard]] place* take(std::vector<place*>::iterator which) noexcept {
        if (which == places_.end()) return nullptr;
        place* found = *which;
        places_.erase(which);
        return found;
    }

    std::vector<place*> places_; // the top is last
};

} // namespace cenote::core
