#pragma once

#include <cenote/base/fault.hpp>

#include <cenote/db/error.hpp>
#include <cenote/db/postgresql/codes.hpp>
#include <cenote/db/postgresql/describe.hpp>
#include <cenote/db/postgresql/look_at.hpp>
#include <cenote/db/postgresql/session.hpp>

#include <exception>
#include <string_view>

namespace cenote::db {

/// The class of a failure, by the exception alone.
[[nodiscard]] inline fault classify_postgresql(const std::exception_ptr& failure) noexcept {
    try {
        std::rethrow_exception(failure);
    } catch (const error& e) {
        return e.kind();
    } catch (const soci::postgresql_soci_error& e) {
        return classify_sqlstate(sqlstate_of(e));
    } catch (const soci::soci_error&) {
        return fault::permanent; // SOCI's own: a bad bind, a NULL without an indicator
    } catch (...) {
        return fault::transient;
    }
}

/// Whether the server has told that it takes no writes. Servers before 14 do not tell: true.
[[nodiscard]] inline bool may_be_read_only(postgresql_session& session) noexcept {
    for (const auto* setting : {"in_hot_standby", "default_transaction_read_only"}) {
        const char* value = PQparameterStatus(session.handle(), setting);
        if (value == nullptr || std::string_view{value} != "off") return true;
    }
    return false;
}

/// The class of a failure on a session. One that is found dead afterwards was lost, whatever the
/// exception says; and a write refused (25006) by a server that takes writes was refused because
/// the transaction itself, in which the session still is, was begun read-only.
[[nodiscard]] inline fault
classify_failure(postgresql_session& session, const std::exception_ptr& failure) noexcept {
    const fault said = classify_postgresql(failure);
    if (said != fault::timed_out && !look_at(session).alive()) return fault::lost;
    const bool in_transaction = PQtransactionStatus(session.handle()) != PQTRANS_IDLE;
    return said == fault::read_only && in_transaction && !may_be_read_only(session)
               ? fault::permanent
               : said;
}

} // namespace cenote::db
