#pragma once

#include <boost/histogram.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <tuple>

namespace bench {

/// How long many waits took, to within 1 %, and the longest of them exactly.
class latencies {
public:
    void add(std::chrono::nanoseconds wait) {
        counts_(static_cast<double>(wait.count()));
        longest_ = std::max(longest_, wait);
    }

    latencies& operator+=(const latencies& others) {
        counts_ += others.counts_;
        longest_ = std::max(longest_, others.longest_);
        return *this;
    }

    [[nodiscard]] double max_us() const noexcept {
        return std::chrono::duration<double, std::micro>{longest_}.count();
    }

    /// What the share `q` of all waits did not exceed, in microseconds. Precondition: there are any.
    [[nodiscard]] double quantile_us(double q) const {
        namespace histogram = boost::histogram;
        const double wanted =
            std::ceil(q * static_cast<double>(histogram::algorithm::sum(counts_)));
        double seen = 0;
        for (const auto& bin : histogram::indexed(counts_, histogram::coverage::all)) {
            seen += static_cast<double>(*bin);
            if (seen >= wanted) return std::min(bin.bin(0).upper() / 1'000, max_us());
        }
        return max_us();
    }

private:
    using axis = boost::histogram::axis::regular<double, boost::histogram::axis::transform::log>;
    using storage = boost::histogram::dense_storage<std::uint64_t>;

    static constexpr unsigned bins = 2'300; // 230 for each power of ten
    static constexpr double shortest = 10;  // ns: the clock is no finer
    static constexpr double longest = 1e11;

    boost::histogram::histogram<std::tuple<axis>, storage> counts_{axis{bins, shortest, longest}};
    std::chrono::nanoseconds longest_{};
};

} // namespace bench
