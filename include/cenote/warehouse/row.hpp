#pragma once

#include <cenote/db/cell.hpp>
#include <cenote/warehouse/bad_query.hpp>
#include <cenote/warehouse/column.hpp>
#include <cenote/warehouse/convert.hpp>
#include <cenote/warehouse/table.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace cenote {

/// One row of `rows`. A view: valid as long as the `rows` it comes from, or a copy of them; taken
/// out of a temporary (`execute_query(...).front()`), it keeps them.
class row {
public:
    row(const detail::table& of,
        std::size_t number,
        std::shared_ptr<const detail::table> kept = {}) noexcept
        : of_{&of}
        , number_{number}
        , kept_{std::move(kept)} {}

    /// How many columns there are.
    [[nodiscard]] std::size_t size() const noexcept { return of_->names.size(); }

    /// The field as a `T`: `get<int>("total")`, `get<std::optional<std::string>>("note")`.
    ///
    /// Throws `column_error` for a name or an index that is not there, for NULL into a type that
    /// cannot be NULL, and for a value that is not exactly a `T`; see `convert`.
    template <class T>
    [[nodiscard]] T get(std::string_view name) const {
        return read<T>(column_index(of_->names, name));
    }

    /// The same by position, from 0.
    template <class T>
    [[nodiscard]] T get(std::size_t index) const {
        if (index >= size())
            throw column_error{
                "there is no column " + std::to_string(index) + ", the result has " +
                std::to_string(size())};
        return read<T>(index);
    }

    /// The field as the database sent it. Precondition: `index < size()`.
    [[nodiscard]] const db::cell& at(std::size_t index) const noexcept {
        return of_->at(number_, index);
    }

private:
    template <class T>
    [[nodiscard]] T read(std::size_t index) const {
        T field{};
        const auto trouble = read_field(at(index), field);
        if (!trouble.empty()) throw misread<T>(of_->names[index], trouble);
        return field;
    }

    const detail::table* of_;
    std::size_t number_;
    std::shared_ptr<const detail::table> kept_;
};

} // namespace cenote
