#pragma once

#include <cenote/base/fault.hpp>
#include <cenote/base/time.hpp>

namespace cenote {

/// What a retry policy is told about the attempt that has just failed.
struct failed_attempt {
    /// Which attempt it was; 1 is the first.
    unsigned number = 1;
    /// The delay before this attempt; zero before the first.
    duration previous{};
    /// Why it failed; never `fault::permanent`, after which the pool gives up by itself.
    fault what = fault::transient;
    /// A number drawn evenly from [0, 1), anew for each attempt.
    double draw = 0.0;
};

} // namespace cenote
