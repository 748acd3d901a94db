#pragma once

#include <cenote/warehouse/query.hpp>
#include <cenote/warehouse/rows.hpp>

#include <memory>
#include <utility>

namespace cenote {

namespace detail {

/// Where a stream's batches come from.
template <class T>
struct row_source {
    row_source() = default;
    row_source(const row_source&) = delete;
    row_source& operator=(const row_source&) = delete;
    virtual ~row_source() = default;

    virtual result<T> next() = 0;
};

} // namespace detail

/// The rows of one query, in batches that are read when they are asked for and never before.
///
/// ```cpp
/// auto orders = shop.stream_query<order>("select id, total from orders where total > :t", 1000);
/// for (auto batch = orders.next(); !batch.empty(); batch = orders.next())
///     for (const auto& one : batch) ship(one);
/// ```
///
/// From the first batch to the last it holds one connection, which goes back, clean, when a batch has
/// come that is not full, when a batch fails, or when the stream is closed or destroyed. It must not
/// outlive its warehouse.
///
/// Thread-safety: one thread at a time, which need not be the one that made it.
template <class T = rows>
class [[nodiscard]] row_stream {
public:
    /// A stream at its end.
    row_stream() = default;

    explicit row_stream(std::unique_ptr<detail::row_source<T>> from) noexcept
        : from_{std::move(from)} {}

    /// The next rows: `rows`, or a vector of any other `T`. Empty at the end, and ever after.
    ///
    /// Throws what `execute_query` throws, but for `bad_query`. After an `acquire_error`, when nothing
    /// was sent, it may be asked again; after all else the stream is at its end. Only the first batch
    /// is asked for a second time, over another connection, when the first was lost: what was
    /// delivered is not delivered again.
    [[nodiscard]] detail::result<T> next() { return from_ ? from_->next() : detail::result<T>{}; }

    /// Ends the stream and gives its connection back. What is left of the result is not read.
    void close() noexcept { from_.reset(); }

private:
    std::unique_ptr<detail::row_source<T>> from_{};
};

} // namespace cenote
