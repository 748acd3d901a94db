#pragma once

#include "referee.hpp"

#include <atomic>
#include <cstdint>
#include <numeric>
#include <vector>

namespace torture {

/// What is known of the money in a table of accounts: transfers leave it as much as it is, and each
/// deposit adds one.
///
/// Thread-safety: all of it; the order of reads is part of the argument, so nothing is relaxed.
struct accounts {
    static constexpr std::int64_t number = 16;
    static constexpr std::int64_t each = 1'000;

    std::atomic<std::int64_t> begun{0};   ///< Deposits that have been tried.
    std::atomic<std::int64_t> refused{0}; ///< Of those, that have certainly not been made.
    std::atomic<std::int64_t> made{0};    ///< And that have certainly been made.

    /// The balances, as read after `at_least` was.
    void check(const std::vector<std::int64_t>& balances, std::int64_t at_least) const {
        const auto at_most = begun - refused;
        must(balances.size() == std::size_t{number}, "accounts:", balances.size());
        const auto extra =
            std::accumulate(balances.begin(), balances.end(), std::int64_t{0}) - number * each;
        must(extra >= at_least, "money was lost, there is and should be:", extra, at_least);
        must(extra <= at_most, "money was made, there is and may be:", extra, at_most);
    }
};

} // namespace torture
