#pragma once

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/retry/concept.hpp>
#include <cenote/policy/retry/full_jitter.hpp>
#include <cenote/policy/retry/token_bucket.hpp>
#include <cenote/policy/values.hpp>

#include <cstddef>
#include <optional>

namespace cenote::retry {

/// `inner`, but the retries of all callers together are paid from one budget: a bucket of tokens,
/// full at first, that gains `per_second` with time and `share` with each open that succeeds. A
/// retry takes one; a caller whose attempt failed while less than one is left gives up.
///
/// First attempts are free. In any span of `s` seconds with `n` successes there are at most
/// `burst + per_second * s + share * n` retries, however many callers there are: an outage is not
/// made worse by those who wait for its end.
///
/// Source: RetryBudget of Finagle, which lends 20 % of the requests and 10/s, kept for 10 s, to
/// retries. An open costs a server far more than a request, and succeeds far less often, since what
/// was opened is used again: so a tenth of the rate, the same share, and 10 s' worth as the burst,
/// which is also the bucket of gRPC ("A6: client retries").
template <class Inner = full_jitter>
struct budgeted {
    using concern = concerns::retry;
    class gate;

    static_assert(sizeof(check_policy<Inner>) > 0);

    /// Retries each second earns. Default 1; more than 0, at most 1e9.
    double per_second = 1.0;
    /// Retries each successful open earns. Default 0.2; from 0 to 1.
    double share = 0.2;
    /// The most retries that can be saved up. Default 10; from 1, at most 1e9.
    double burst = 10.0;
    /// Decides the delays, and may give up before.
    [[no_unique_address]] Inner inner{};

    /// What `inner` says.
    [[nodiscard]] constexpr std::optional<duration>
    next_delay(const failed_attempt& failed) const noexcept {
        return inner.next_delay(failed);
    }

    /// Throws: `std::invalid_argument` naming the value that is out of its range.
    void check() const {
        constexpr refusal refuse{"retry::budgeted"};
        refuse.unless(
            per_second > 0.0 && per_second <= 1e9,
            "per_second must be more than 0 and at most 1e9",
            per_second);
        refuse.unless(share >= 0.0 && share <= 1.0, "share must be from 0 to 1", share);
        refuse.unless(burst >= 1.0 && burst <= 1e9, "burst must be from 1 to 1e9", burst);
        check_values(inner);
    }
};

/// That of `inner`, with the budget.
template <class Inner>
class budgeted<Inner>::gate : public gate_of<Inner> {
public:
    static constexpr bool timed = true;

    explicit constexpr gate(const budgeted& policy) noexcept
        : gate_of<Inner>{policy.inner}
        , policy_{&policy}
        , budget_{policy.burst} {}

    [[nodiscard]] constexpr bool may_retry(time_point now) noexcept {
        budget_.fill(now, policy_->per_second);
        return budget_.has_one() && gate_of<Inner>::may_retry(now) && budget_.take();
    }

    constexpr void opened(time_point now) noexcept {
        gate_of<Inner>::opened(now);
        budget_.fill(now, policy_->per_second);
        budget_.add(policy_->share);
    }

private:
    const budgeted* policy_;
    token_bucket budget_;
};

budgeted() -> budgeted<>;
budgeted(double) -> budgeted<>;
budgeted(double, double) -> budgeted<>;
budgeted(double, double, double) -> budgeted<>;
template <class Inner>
budgeted(double, double, double, Inner) -> budgeted<Inner>;

static_assert(policy<budgeted<>> && gate<gate_of<budgeted<>>>);

} // namespace cenote::retry
