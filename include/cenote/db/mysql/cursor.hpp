#pragma once

#include <cenote/db/cell.hpp>
#include <cenote/db/mysql/cell.hpp>

#include <soci/mysql/soci-mysql.h>
#include <soci/soci.h>

#include <cstddef>
#include <string_view>

namespace cenote::db {

/// Reads the rows of MySQL and MariaDB. Times, and everything else that is no number, are text.
class mysql_cursor {
public:
    /// SOCI finds the placeholders, with a scanner of its own.
    static constexpr bool names_by_soci = true;

    explicit mysql_cursor(soci::statement& executed) noexcept
        : result_{static_cast<soci::mysql_statement_backend*>(executed.get_backend())->result_} {
        if (result_ == nullptr) return; // a statement that returns no rows
        mysql_data_seek(result_, 0);
        fields_ = mysql_fetch_fields(result_);
        columns_ = mysql_num_fields(result_);
        step();
    }

    [[nodiscard]] std::size_t columns() const noexcept { return columns_; }

    [[nodiscard]] std::string_view name(std::size_t i) const noexcept {
        return {fields_[i].name, fields_[i].name_length};
    }

    [[nodiscard]] cell at(std::size_t i) const noexcept {
        if (row_[i] == nullptr) return {};
        return mysql_cell(fields_[i], {row_[i], lengths_[i]});
    }

    [[nodiscard]] bool next() noexcept { return result_ != nullptr && step(); }

private:
    bool step() noexcept {
        row_ = mysql_fetch_row(result_);
        lengths_ = row_ == nullptr ? nullptr : mysql_fetch_lengths(result_);
        return row_ != nullptr;
    }

    MYSQL_RES* result_;
    MYSQL_FIELD* fields_{};
    std::size_t columns_{};
    MYSQL_ROW row_{};
    unsigned long* lengths_{};
};

static_assert(cursor<mysql_cursor>);

} // namespace cenote::db
