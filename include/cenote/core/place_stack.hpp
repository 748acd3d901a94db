#pragma once

#include <cenote/core/place.hpp>

#include <boost/intrusive/list.hpp>

#include <cstddef>

namespace cenote::core {

/// Places in one state, last in first out: the resource used last is the least likely to be stale,
/// and those that the load does not need sink to the bottom and grow old there.
///
/// Thread-safety: none, the ledger's lock guards it. Complexity: O(1) where nothing else is said.
class place_stack {
public:
    [[nodiscard]] bool empty() const noexcept { return places_.empty(); }

    [[nodiscard]] std::size_t size() const noexcept { return places_.size(); }

    void push(place& p) noexcept { places_.push_front(p); }

    /// Puts it where it comes out after all the others.
    void push_below(place& p) noexcept { places_.push_back(p); }

    /// Takes out the lowest that `fits`, or null. Complexity: O(size).
    template <class Predicate>
    [[nodiscard]] place* take_lowest(Predicate fits) noexcept {
        for (auto it = places_.end(); it != places_.begin();) {
            place& p = *--it;
            if (!fits(p)) continue;
            places_.erase(it);
            return &p;
        }
        return nullptr;
    }

    /// Precondition: not empty.
    [[nodiscard]] place& pop() noexcept {
        place& top = places_.front();
        places_.pop_front();
        return top;
    }

private:
    boost::intrusive::list<place> places_;
};

} // namespace cenote::core
