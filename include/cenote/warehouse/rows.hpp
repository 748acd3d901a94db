#pragma once

#include <cenote/warehouse/record.hpp>
#include <cenote/warehouse/row.hpp>
#include <cenote/warehouse/table.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace cenote {

/// The result of a query, whole and independent of the connection it came from.
///
/// Copies share the data, which never changes. Thread-safety: as a `const` container.
class rows {
public:
    class iterator;

    /// No rows, no columns.
    rows()
        : rows{std::make_shared<const detail::table>()} {}

    explicit rows(std::shared_ptr<const detail::table> read) noexcept
        : table_{std::move(read)}
        , size_{table_->size} {}

    [[nodiscard]] std::size_t size() const noexcept { return size_; }

    [[nodiscard]] bool empty() const noexcept { return size() == 0; }

    /// Precondition: `number < size()`.
    [[nodiscard]] row operator[](std::size_t number) const& noexcept { return {*table_, number}; }

    [[nodiscard]] row operator[](std::size_t number) && noexcept {
        return {*table_, number, table_};
    }

    /// Precondition: not empty.
    [[nodiscard]] row front() const& noexcept { return (*this)[0]; }

    [[nodiscard]] row front() && noexcept { return std::move(*this)[0]; }

    /// Precondition: not empty.
    [[nodiscard]] row back() const& noexcept { return (*this)[size() - 1]; }

    [[nodiscard]] row back() && noexcept { return std::move(*this)[size() - 1]; }

    /// The first `count` of them, or all if there are fewer.
    [[nodiscard]] rows first(std::size_t count) const noexcept {
        rows fewer{table_};
        fewer.size_ = std::min(size_, count);
        return fewer;
    }

    /// The names of the columns, in the order of the query.
    [[nodiscard]] const std::vector<std::string>& columns() const noexcept { return table_->names; }

    /// How many rows a statement that returns none has changed, as the driver counts.
    [[nodiscard]] long long affected() const noexcept { return table_->affected; }

    /// All rows as `T`: see `record`. Throws `column_error`.
    template <class T>
    [[nodiscard]] std::vector<T> as() const {
        const record<T> shape{columns()};
        std::vector<T> all;
        all.reserve(size());
        for (std::size_t i = 0; i < size(); ++i)
            all.push_back(shape.read((*this)[i]));
        return all;
    }

    [[nodiscard]] iterator begin() const noexcept;
    [[nodiscard]] iterator end() const noexcept;

private:
    std::shared_ptr<const detail::table> table_;
    std::size_t size_;
};

/// Goes through `rows` in order.
class rows::iterator {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = row;
    using difference_type = std::ptrdiff_t;
    using pointer = void;
    using reference = row;

    iterator() = default;

    iterator(const detail::table& of, std::size_t number) noexcept
        : of_{&of}
        , number_{number} {}

    [[nodiscard]] row operator*() const noexcept { return {*of_, number_}; }

    iterator& operator++() noexcept {
        ++number_;
        return *this;
    }

    iterator operator++(int) noexcept { return {*of_, number_++}; }

    friend bool operator==(const iterator&, const iterator&) noexcept = default;

private:
    const detail::table* of_{};
    std::size_t number_{};
};

inline rows::iterator rows::begin() const noexcept {
    return {*table_, 0};
}

inline rows::iterator rows::end() const noexcept {
    return {*table_, size()};
}

} // namespace cenote
