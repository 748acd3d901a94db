#pragma once

#include <cenote/db/cell.hpp>
#include <cenote/db/number.hpp>

#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>

#include <cstddef>
#include <string_view>

namespace cenote::db {

/// Reads PostgreSQL's rows. Times, and everything else that is no number or truth, are text.
class postgresql_cursor {
public:
    /// SOCI finds the placeholders, with a scanner of its own.
    static constexpr bool names_by_soci = true;

    explicit postgresql_cursor(soci::statement& executed) noexcept
        : backend_{static_cast<soci::postgresql_statement_backend*>(executed.get_backend())} {}

    [[nodiscard]] std::size_t columns() const noexcept {
        return static_cast<std::size_t>(PQnfields(result()));
    }

    [[nodiscard]] std::string_view name(std::size_t i) const noexcept {
        return PQfname(result(), static_cast<int>(i));
    }

    [[nodiscard]] cell at(std::size_t i) const noexcept {
        const int column = static_cast<int>(i);
        const int row = backend_->currentRow_;
        if (PQgetisnull(result(), row, column) != 0) return {};
        const auto size = static_cast<std::size_t>(PQgetlength(result(), row, column));
        const std::string_view text{PQgetvalue(result(), row, column), size};
        switch (PQftype(result(), column)) {
        case bool_type: return text == "t";
        case int2_type:
        case int4_type:
        case int8_type:
        case oid_type: return integer(text);
        case float4_type:
        case float8_type: return real(text);
        case numeric_type: return decimal{text};
        default: return text;
        }
    }

    [[nodiscard]] bool next() {
        return backend_->fetch(1) == soci::details::statement_backend::ef_success;
    }

private:
    // From PostgreSQL's catalogue pg_type, where they are fixed.
    static constexpr Oid bool_type = 16;
    static constexpr Oid int8_type = 20;
    static constexpr Oid int2_type = 21;
    static constexpr Oid int4_type = 23;
    static constexpr Oid oid_type = 26;
    static constexpr Oid float4_type = 700;
    static constexpr Oid float8_type = 701;
    static constexpr Oid numeric_type = 1700;

    [[nodiscard]] const PGresult* result() const noexcept { return backend_->result_.get_result(); }

    soci::postgresql_statement_backend* backend_;
};

static_assert(cursor<postgresql_cursor>);

} // namespace cenote::db
