#pragma once

#include <cenote/base/fault.hpp>

#include <cenote/db/error.hpp>
#include <cenote/db/sqlite3/codes.hpp>
#include <cenote/db/sqlite3/describe.hpp>
#include <cenote/db/sqlite3/look_at.hpp>
#include <cenote/db/sqlite3/session.hpp>

#include <exception>

namespace cenote::db {

/// The class of a failure, by the exception alone; `extended`, if not 0, is the extended code of
/// the same error.
[[nodiscard]] inline fault
classify_sqlite(const std::exception_ptr& failure, int extended = 0) noexcept {
    try {
        std::rethrow_exception(failure);
    } catch (const error& e) {
        return e.kind();
    } catch (const soci::sqlite3_soci_error& e) {
        const int code = sqlite_code_of(e);
        return classify_sqlite((extended & 0xff) == (code & 0xff) ? extended : code);
    } catch (const soci::soci_error&) {
        return fault::permanent; // SOCI's own: a bad bind, a NULL without an indicator
    } catch (...) {
        return fault::transient;
    }
}

/// The class of a failure on a session, which knows the extended code as long as nothing else was
/// done on it. One whose file has gone was lost, whatever the exception says.
[[nodiscard]] inline fault
classify_failure(sqlite3_session& session, const std::exception_ptr& failure) noexcept {
    auto* const handle = session.handle();
    const int extended = handle == nullptr ? 0 : sqlite_api::sqlite3_extended_errcode(handle);
    const fault said = classify_sqlite(failure, extended);
    return ends_resource(said) || look_at(session).alive() ? said : fault::lost;
}

} // namespace cenote::db
