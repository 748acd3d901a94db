#pragma once

#include <cenote/base/fault.hpp>

#include <cenote/pool/incoming.hpp>

#include <memory>
#include <optional>
#include <utility>

namespace cenote {

/// One resource, lent: given back when the lease dies, exactly once.
///
/// A lease may outlive its pool; what it holds is closed when it comes back. An empty lease (moved
/// from, or ended) holds nothing.
///
/// Thread-safety: a lease belongs to one thread at a time, which need not be the one that acquired
/// it. Exception guarantee: nothing here throws but `detach`.
template <class House>
class [[nodiscard]] lease {
    using slot = typename House::slot;

public:
    /// What is lent.
    using resource = typename House::resource;

    /// An empty lease.
    lease() = default;

    lease(const lease&) = delete;
    lease& operator=(const lease&) = delete;

    lease(lease&& other) noexcept
        : house_{std::exchange(other.house_, nullptr)}
        , slot_{std::exchange(other.slot_, nullptr)} {}

    lease& operator=(lease&& other) noexcept {
        lease{std::move(other)}.swap(*this);
        return *this;
    }

    ~lease() { release(); }

    /// True while it holds a resource.
    [[nodiscard]] explicit operator bool() const noexcept { return slot_ != nullptr; }

    /// The resource. Precondition: not empty.
    [[nodiscard]] resource& operator*() const noexcept { return *slot_->held; }

    /// The resource. Precondition: not empty.
    [[nodiscard]] resource* operator->() const noexcept { return slot_->held.get(); }

    /// Gives the resource back now: the release policy cleans it, and it is kept or retired.
    /// Complexity: O(1), plus what cleaning takes. Does nothing when empty.
    void release() noexcept {
        if (slot* s = std::exchange(slot_, nullptr)) incoming::give_back(*house_, *s);
    }

    /// Ends the lease and closes the resource: it is not to be lent again. Does nothing when empty.
    void discard() noexcept {
        if (slot* s = std::exchange(slot_, nullptr)) incoming::discard(*house_, *s, std::nullopt);
    }

    /// The same, and tells the pool what the resource failed of: when that means that others may
    /// have failed too, the refreshing policy decides about them.
    void discard(fault what) noexcept {
        if (slot* s = std::exchange(slot_, nullptr)) incoming::discard(*house_, *s, what);
    }

    /// Takes the resource out of the pool for good; its place is free for another. Returns the
    /// resource, null when empty. The factory's `close` is not called for it any more.
    [[nodiscard]] std::unique_ptr<resource> detach() noexcept {
        slot* s = std::exchange(slot_, nullptr);
        return s == nullptr ? nullptr : incoming::detach(*house_, *s);
    }

    void swap(lease& other) noexcept {
        std::swap(house_, other.house_);
        std::swap(slot_, other.slot_);
    }

private:
    template <class, class...>
    friend class pool;

    lease(House& house, slot& s) noexcept
        : house_{&house}
        , slot_{&s} {}

    House* house_ = nullptr;
    slot* slot_ = nullptr;
};

} // namespace cenote
