#pragma once

#include <cenote/base/close_cause.hpp>
#include <cenote/base/health.hpp>

#include <cenote/policy/awaited.hpp>
#include <cenote/policy/concerns.hpp>
#include <cenote/policy/factory.hpp>

#include <cenote/pool/apart.hpp>
#include <cenote/pool/chore.hpp>
#include <cenote/pool/incoming.hpp>
#include <cenote/pool/outgoing.hpp>

#include <cenote/asio/await_apart.hpp>

#include <atomic>
#include <exception>
#include <memory>
#include <utility>

namespace cenote {

/// A chore that is done where nobody waits for it: by one of the pool's workers, or awaited where the
/// factory's own work is. Who wanted it may leave meanwhile; what came of it is then seen to here.
///
/// Thread-safety: `begin` and `leave` belong to who wanted it, the rest to who does it. It belongs to
/// itself until it is done or left, whichever comes last, but `is_done` hands it to its owner.
template <class House>
class chore_apart {
    using slot = typename House::slot;
    using resource = typename House::resource;
    using factory = typename House::factory_type;
    using chore = cenote::chore<slot>;
    using kind = typename chore::kind;

public:
    /// Who wanted it.
    class owner {
    public:
        /// It is done; called by any thread, once, unless `leave` returned true.
        virtual void is_done() noexcept = 0;

    protected:
        ~owner() = default;
    };

    chore_apart(House& house, const chore& given, owner& by) noexcept
        : what{given}
        , house_{house}
        , by_{by} {}

    const chore what;
    health found{true};          ///< By a proof.
    std::exception_ptr thrown{}; ///< By a proof, or by an open that failed.
    bool wanted{};               ///< What was opened; else it has been removed again.

    /// Has it done by `until`.
    void begin(deadline until) noexcept {
        switch (what.what) {
        case kind::prove: return prove(until);
        case kind::open: return open(until);
        default: break;
        }
        auto close = [this](const std::exception_ptr*) {
            house_.close(*what.in, what.why);
            finish();
        };
        incoming::closes_at_once<House> ? close(nullptr) : set_apart(house_, close);
    }

    /// Nobody wants it any more. False when it is done, and its owner is told so or about to be; then
    /// it is the owner's.
    [[nodiscard]] bool leave() noexcept {
        // Who comes second sees what the first did with the slot: release and acquire.
        return state_.exchange(state::left, std::memory_order_acq_rel) == state::under_way;
    }

    /// Nobody waits for what was made of the slot: the next one gets it. Frees this.
    void tidy_up() noexcept {
        const std::unique_ptr<chore_apart> mine{this};
        slot& s = *what.in;
        switch (what.what) {
        case kind::prove:
            return found.alive() ? house_.put_back(s) : house_.remove(s, close_cause::found_dead);
        case kind::open:
            if (thrown) return open_failed(s);
            return wanted ? house_.put_back(s) : void();
        default: return house_.vacate(s);
        }
    }

private:
    enum class state : unsigned char { under_way, done, left };

    void prove(deadline until) noexcept {
        const auto put = outgoing::ask(house_, *what.in, what.how, until);
        const auto ask = [this, put] { return outgoing::prove_as(house_, *what.in, put); };
        if constexpr (outgoing::proves_by_awaiting<House>)
            await_apart(
                house_,
                put.until,
                ask,
                [this, put](const std::exception_ptr& failed, health answer = true) {
                    answered(put, answer, failed);
                });
        else
            set_apart(house_, [this, put, ask](const std::exception_ptr* refused) {
                health answer = true;
                std::exception_ptr failed = refused == nullptr ? nullptr : *refused;
                try {
                    if (refused == nullptr) answer = ask();
                } catch (...) {
                    failed = std::current_exception();
                }
                answered(put, answer, failed);
            });
    }

    void answered(
        const outgoing::question& put, health answer, const std::exception_ptr& failed) noexcept {
        found = outgoing::answered(house_, *what.in, put, answer, failed);
        thrown = failed;
        finish();
    }

    void open(deadline until) noexcept {
        if constexpr (opens_by_awaiting<factory>)
            await_apart(
                house_,
                until,
                [this, until] { return house_.factory().open(until); },
                [this](const std::exception_ptr& failed, auto&&... made) {
                    thrown = failed;
                    if constexpr (sizeof...(made) > 0)
                        move_in(std::forward<decltype(made)>(made)...);
                    opened();
                });
        else
            set_apart(house_, [this, until](const std::exception_ptr* refused) {
                thrown = refused != nullptr ? *refused
                                            : outgoing::open_in(house_, *what.in, until, wanted);
                opened();
            });
    }

    template <class... Made>
    void move_in(Made&&... made) noexcept {
        try {
            auto held = std::make_unique<resource>(std::forward<Made>(made)...);
            wanted = outgoing::move_in(house_, *what.in, outgoing::born(house_, std::move(held)));
        } catch (...) {
            thrown = std::current_exception();
        }
    }

    void opened() noexcept {
        if (!thrown && !wanted) house_.remove(*what.in, close_cause::pool_closed);
        finish();
    }

    /// It is done. Nothing of it is touched afterwards.
    void finish() noexcept {
        if (state_.exchange(state::done, std::memory_order_acq_rel) != state::left)
            return by_.is_done();
        tidy_up();
    }

    void open_failed(slot& s) noexcept {
        const fault why = outgoing::open_failed(house_, thrown);
        house_.end_if(
            outgoing::give_up(house_, s, why, thrown, [](auto& b) { return b.finished(); }));
    }

    House& house_;
    owner& by_;
    std::atomic<state> state_{state::under_way}; // which of the two comes first, the end or leaving
};

} // namespace cenote
