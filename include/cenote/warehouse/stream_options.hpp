#pragma once

#include <cenote/warehouse/bad_query.hpp>
#include <cenote/warehouse/call_options.hpp>

#include <cstddef>
#include <string>

namespace cenote {

/// What can be said about a stream, before its SQL: `stream_query({.batch = 100}, sql, ...)`.
struct stream_options {
    /// The most rows a batch has. Default 1000; at least 1, at most a thousand million.
    std::size_t batch = 1000;

    /// A limit is counted anew for each batch, from when it is asked for; coming by a connection is
    /// part of the first one's. The time between two batches is the caller's, unless the limit is a
    /// point in time.
    call_options call{};
};

/// Throws `bad_query` for options that are out of their range.
inline void check(const stream_options& wanted) {
    if (wanted.batch < 1 || wanted.batch > 1'000'000'000)
        throw bad_query{
            "a stream's batch must have 1 to 1000000000 rows, got " + std::to_string(wanted.batch)};
}

} // namespace cenote
