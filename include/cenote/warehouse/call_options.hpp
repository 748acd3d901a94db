#pragma once

#include <cenote/base/timeout.hpp>

#include <optional>

namespace cenote {

/// May a query be sent again, over another connection, when its connection was lost?
enum class repeat : unsigned char {
    when_safe, ///< If it only reads, as far as its words show.
    always,    ///< The caller says that doing it twice does no more than doing it once.
    never,     ///< No: a SELECT, perhaps, that calls a function which changes something.
};

/// What can be said about one call, before its SQL:
/// `execute_query(idempotent, sql, ...)`, `execute_query(within(3s), sql, ...)`.
struct call_options {
    repeat again = repeat::when_safe;

    /// How long the whole call may take: coming by a working connection and the work on it, repeats
    /// included. What the database is still doing then is cancelled, and the call ends at most half
    /// a second later. None takes the warehouse's `acquire_timeout` and `query_timeout`.
    std::optional<timeout> limit{};

    /// The same with this limit: `idempotent.within(3s)`.
    [[nodiscard]] constexpr call_options within(timeout span) const noexcept {
        return {again, span};
    }
};

/// Doing it twice does no more than doing it once.
inline constexpr call_options idempotent{repeat::always, {}};

/// It must not be done twice, although it looks like a read.
inline constexpr call_options once{repeat::never, {}};

/// A limit for one call; see `call_options::limit`.
[[nodiscard]] constexpr call_options within(timeout span) noexcept {
    return {repeat::when_safe, span};
}

} // namespace cenote
