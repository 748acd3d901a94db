#pragma once

#include <cenote/warehouse/binding.hpp>
#include <cenote/warehouse/parameter.hpp>
#include <cenote/warehouse/send.hpp>
#include <cenote/warehouse/sql_outline.hpp>

#include <soci/soci.h>

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cenote::detail {

/// An insert for several rows at once: `... values (:a, :b), (:a, :b) ...`, bound by position, where
/// SOCI does not mind that names come again.
///
/// Preconditions: `statement.inserted_row` is there, and there are names.
class multi_row {
public:
    multi_row(
        std::string_view text,
        const sql::outline& statement,
        const std::vector<std::string_view>& names)
        : head_{text.substr(0, statement.inserted_row->begin)}
        , row_{text.substr(
              statement.inserted_row->begin,
              statement.inserted_row->end - statement.inserted_row->begin)}
        , tail_{text.substr(statement.inserted_row->end)}
        , width_{names.size()} {
        for (const auto& one : statement.placeholders)
            order_.push_back(
                static_cast<std::size_t>(std::ranges::find(names, one.name) - names.begin()));
    }

    /// How many values one row binds.
    [[nodiscard]] std::size_t values() const noexcept { return order_.size(); }

    /// Sends as many rows as `given` has values for; returns how many rows were changed.
    template <class Session>
    long long send(Session& on, std::span<const parameter> given) {
        const auto rows = given.size() / width_;
        soci::statement sent{on};
        binding bound{sent};
        sent.alloc();
        for (std::size_t row = 0; row < rows; ++row)
            for (const auto column : order_)
                bound.bind(given[row * width_ + column]);
        prepare_timed(on, sent, text(rows), soci::details::st_one_time_query);
        sent.define_and_bind();
        sent.execute(true);
        return sent.get_affected_rows();
    }

private:
    const std::string& text(std::size_t rows) {
        if (rows == rows_) return text_;
        text_ = head_;
        for (std::size_t i = 0; i < rows; ++i)
            (text_ += i == 0 ? "" : ", ") += row_;
        text_ += tail_;
        rows_ = rows;
        return text_;
    }

    std::string head_;
    std::string row_;
    std::string tail_;
    std::string text_;
    std::size_t rows_{};
    std::size_t width_;
    std::vector<std::size_t> order_; // which value of a row each placeholder takes
};

} // namespace cenote::detail
