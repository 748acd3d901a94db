#pragma once

#include "site.hpp"

#include <memory>
#include <utility>

namespace explore {

/// A lease, and that nobody else may hold what it holds.
template <class Lease>
class loan {
public:
    loan() = default;

    explicit loan(Lease lease) noexcept
        : lease_{std::move(lease)} {
        if (lease_) lease_->take();
    }

    loan(loan&&) noexcept = default;

    loan& operator=(loan&& other) noexcept {
        if (this != &other) release();
        lease_ = std::move(other.lease_);
        return *this;
    }

    ~loan() { release(); }

    explicit operator bool() const noexcept { return static_cast<bool>(lease_); }

    /// Holds it for a step more.
    void use() const { lease_->use(); }

    void release() noexcept {
        if (lease_) lease_->let_go();
        lease_.release();
    }

    void discard() noexcept {
        lease_->let_go();
        lease_.discard();
    }

    void discard(cenote::fault what) noexcept {
        lease_->let_go();
        lease_.discard(what);
    }

    [[nodiscard]] std::unique_ptr<resource> detach() noexcept {
        lease_->let_go();
        return lease_.detach();
    }

private:
    Lease lease_;
};

} // namespace explore
