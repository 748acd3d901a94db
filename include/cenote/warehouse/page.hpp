#pragma once

#include <cenote/warehouse/bad_query.hpp>
#include <cenote/warehouse/value.hpp>

#include <cstdint>
#include <limits>
#include <string>

namespace cenote {

/// The most rows that one page may have.
inline constexpr std::int64_t max_page_size = 10'000;

/// A page by its number. Its cost grows with the number, since the database counts its way there;
/// `page_after` does not have that.
struct page {
    /// 1 is the first.
    std::int64_t number = 1;
    /// Rows on a page, from 1 to `max_page_size`. Default 50.
    std::int64_t size = 50;
};

/// The page that follows a row, by the value of the column that orders the result. Finding it costs
/// the same however far in it is, if the column has an index.
struct page_after {
    /// The column of the query's ORDER BY. It must be among the selected ones, without NULL, and no
    /// two rows may have the same value: rows equal to the last one seen would be left out.
    std::string column{};
    /// Its value in the last row seen (`paged_after::last`); NULL asks for the first page.
    value after{};
    /// Rows on a page, from 1 to `max_page_size`. Default 50.
    std::int64_t size = 50;
};

/// One page, and where it stands. The total is counted right before the page is read, by a query of
/// its own: what others write in between may show.
template <class Rows>
struct paged {
    Rows rows{};
    std::int64_t total{};  ///< Rows on all pages.
    std::int64_t pages{};  ///< Zero if there are no rows.
    std::int64_t number{}; ///< As asked for; past the last page there are no rows.
    std::int64_t size{};   ///< As asked for.
    bool has_next{};
};

/// One page of a walk by `page_after`.
template <class Rows>
struct paged_after {
    Rows rows{};
    value last{}; ///< For `page_after::after` of the next page; NULL if there are no rows.
    bool has_next{};
};

namespace detail {

inline void check_size(std::int64_t size) {
    if (size < 1 || size > max_page_size)
        throw bad_page{
            "a page has 1 to " + std::to_string(max_page_size) + " rows, not " +
            std::to_string(size)};
}

inline void check(const page& wanted) {
    check_size(wanted.size);
    if (wanted.number < 1)
        throw bad_page{"the first page is 1, not " + std::to_string(wanted.number)};
    if (wanted.number - 1 > std::numeric_limits<std::int64_t>::max() / wanted.size)
        throw bad_page{"there is no page " + std::to_string(wanted.number)};
}

} // namespace detail

} // namespace cenote
