#pragma once

#include <cenote/db/interrupt.hpp>
#include <cenote/warehouse/account.hpp>
#include <cenote/warehouse/attempts.hpp>
#include <cenote/warehouse/call_options.hpp>

#include <utility>

namespace cenote::detail {

/// Thrown when a call is to be tried again on another lease.
struct lease_lost {};

/// Stands for a `caller` where somebody else has come by the lease: does the work on that, once.
template <class Pool>
class one_attempt {
public:
    one_attempt(attempts<Pool>& of, typename Pool::lease& on, db::interrupt& by) noexcept
        : of_{of}
        , on_{on}
        , by_{by} {}

    /// Returns `work(session, account)`. Throws what `attempts::try_on` throws, and `lease_lost`.
    template <class Work>
    auto perform(const call_options&, const account& told, Work work) {
        of_.tell(told);
        if (auto done = of_.try_on(on_, &by_, work)) return *std::move(done);
        throw lease_lost{};
    }

private:
    attempts<Pool>& of_;
    typename Pool::lease& on_;
    db::interrupt& by_;
};

} // namespace cenote::detail
