#pragma once

#include <cenote/base/close_cause.hpp>
#include <cenote/base/time.hpp>

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/validation/concept.hpp>

#include <cenote/core/fitness.hpp>
#include <cenote/core/place.hpp>

#include <cenote/pool/chore.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>

namespace cenote {

/// One round of upkeep, chore by chore: what is idle and expires is closed, what was silent is
/// proven, and what is missing is opened. Who does the chores is another's.
///
/// Thread-safety: one round belongs to one at a time.
template <class House>
class patrol {
    using slot = typename House::slot;
    using book = typename House::book;
    using chore = cenote::chore<slot>;
    using upkeep = typename House::template policy_type<concerns::upkeep>;

public:
    explicit patrol(House& house) noexcept
        : house_{house}
        , began_{house.now_if_told()}
        , proofs_{policy().batch()} {}

    /// What to do next: close, prove or open; `wait` when the round is over.
    [[nodiscard]] chore next() noexcept {
        core::fitness need;
        if (slot* s = take_in_need(need)) {
            if (!need.close) {
                --proofs_;
                return chore::prove(*s, need.prove);
            }
            replaced_ += *need.close == close_cause::too_idle ? 0U : 1U; // that was not wanted
            return chore::close(*s, *need.close);
        }
        if (!wanted_) wanted_ = house_.write([this](book& b) { return least(b); });
        return *wanted_ == 0 ? chore::wait() : stock_up();
    }

    /// One could not be opened: nor are others, in this round.
    void open_no_more() noexcept { wanted_ = 0; }

    /// The round ends before this was done.
    void undo(const chore& what) noexcept {
        if (what.what == chore::kind::open)
            house_.vacate(*what.in);
        else
            house_.put_back(*what.in, false);
    }

private:
    [[nodiscard]] const upkeep& policy() noexcept {
        return house_.template policy<concerns::upkeep>();
    }

    /// Takes out the resource idle for longest that needs something, or null. It is judged as of when
    /// the round began, so that none is proven twice in it.
    [[nodiscard]] slot* take_in_need(core::fitness& need) noexcept {
        return static_cast<slot*>(house_.write([&](book& b) {
            return b.places.take_idle([&](const core::place& p) {
                need = judge(static_cast<const slot&>(p));
                return need.close || (proofs_ > 0 && need.prove != proof::none);
            });
        }));
    }

    [[nodiscard]] core::fitness judge(const slot& s) noexcept {
        using recycling = typename House::template policy_type<concerns::recycling>;
        const auto& validation = house_.template policy<concerns::validation>();
        const bool provable = validation::can_prove(validation);
        const bool due =
            provable && policy().due(s.past.template tell<typename upkeep::needs>(began_));
        const time_point next_round = deadline::after(policy().period(), began_).when();
        return core::judge(
            house_.epoch().of(s),
            house_.template policy<concerns::recycling>().expired(
                s.past.template tell<typename recycling::needs>(next_round)),
            due ? proof::ping : proof::none,
            provable);
    }

    /// As many as the limits want idle, or as there were before some were closed.
    [[nodiscard]] std::size_t least(const book& b) noexcept {
        return std::max(house_.bounds().min_idle, b.places.count().idle + replaced_);
    }

    [[nodiscard]] chore stock_up() noexcept {
        if constexpr (book::opens) { // and then its workers do
            house_.event([this](book& b) {
                b.places.stock_up(*wanted_);
                return true;
            });
            return chore::wait();
        } else {
            auto* s = static_cast<slot*>(
                house_.event([this](book& b) { return b.places.begin_stock(*wanted_); }));
            return s == nullptr ? chore::wait() : chore::open(*s);
        }
    }

    House& house_;
    time_point began_;
    std::size_t proofs_;
    std::size_t replaced_ = 0;
    std::optional<std::size_t> wanted_{};
};

} // namespace cenote
