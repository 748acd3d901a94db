#pragma once

#include <cenote/db/cell.hpp>
#include <cenote/db/postgresql/cell.hpp>

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
        return postgresql_cell(result(), backend_->currentRow_, static_cast<int>(i));
    }

    [[nodiscard]] bool next() {
        return backend_->fetch(1) == soci::details::statement_backend::ef_success;
    }

private:
    [[nodiscard]] const PGresult* result() const noexcept { return backend_->result_.get_result(); }

    soci::postgresql_statement_backend* backend_;
};

static_assert(cursor<postgresql_cursor>);

} // namespace cenote::db
