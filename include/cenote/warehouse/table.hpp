#pragma once

#include <cenote/db/cell.hpp>

#include <algorithm>
#include <cstddef>
#include <deque>
#include <memory_resource>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace cenote::detail {

/// Fields read off a cursor, row after row, with memory of their own for their text.
class table {
public:
    std::vector<std::string> names{};
    std::size_t size{};   ///< Rows.
    long long affected{}; ///< By a statement that returns no rows.

    /// The names of a cursor's columns.
    template <class Cursor>
    [[nodiscard]] static std::vector<std::string> names_of(const Cursor& from) {
        std::vector<std::string> names;
        names.reserve(from.columns());
        for (std::size_t i = 0; i < from.columns(); ++i)
            names.emplace_back(from.name(i));
        return names;
    }

    /// Takes the cursor's current row.
    template <class Cursor>
    void take(const Cursor& from) {
        for (std::size_t i = 0; i < names.size(); ++i)
            cells_.push_back(keep(from.at(i)));
        ++size;
    }

    [[nodiscard]] const db::cell& at(std::size_t row, std::size_t column) const noexcept {
        return cells_[row * names.size() + column];
    }

private:
    [[nodiscard]] db::cell keep(db::cell field) {
        if (auto* text = std::get_if<std::string_view>(&field))
            *text = keep(*text);
        else if (auto* number = std::get_if<db::decimal>(&field))
            number->digits = keep(number->digits);
        return field;
    }

    [[nodiscard]] std::string_view keep(std::string_view text) {
        if (text.empty()) return {};
        auto* const place = static_cast<char*>(memory_.allocate(text.size(), 1));
        std::ranges::copy(text, place);
        return {place, text.size()};
    }

    std::pmr::monotonic_buffer_resource memory_{}; // what it gave out stays where it is
    std::pmr::deque<db::cell> cells_{&memory_};    // never moved, however many there are
};

} // namespace cenote::detail
