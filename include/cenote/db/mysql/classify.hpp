#pragma once

#include <cenote/base/fault.hpp>

#include <cenote/db/error.hpp>
#include <cenote/db/mysql/codes.hpp>
#include <cenote/db/mysql/look_at.hpp>
#include <cenote/db/mysql/session.hpp>

#include <exception>

namespace cenote::db {

/// The class of a failure, by the exception alone.
[[nodiscard]] inline fault classify_mysql(const std::exception_ptr& failure) noexcept {
    try {
        std::rethrow_exception(failure);
    } catch (const error& e) {
        return e.kind();
    } catch (const soci::mysql_soci_error& e) {
        return classify_mysql_code(e.err_num_, phase::established, e.get_error_message());
    } catch (const soci::soci_error&) {
        return fault::permanent; // SOCI's own: a bad bind, a NULL without an indicator
    } catch (...) {
        return fault::transient;
    }
}

/// The class of a failure on a session: one that is found dead afterwards was lost, whatever the
/// exception says.
[[nodiscard]] inline fault
classify_failure(mysql_session& session, const std::exception_ptr& failure) noexcept {
    const fault said = classify_mysql(failure);
    return ends_resource(said) || look_at(session).alive() ? said : fault::lost;
}

} // namespace cenote::db
