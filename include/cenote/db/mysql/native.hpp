#pragma once

#include <cenote/base/fault.hpp>

#include <cenote/db/error.hpp>
#include <cenote/db/mysql/codes.hpp>
#include <cenote/db/mysql/describe.hpp>
#include <cenote/db/mysql/session.hpp>

#include <string_view>

namespace cenote::db {

/// Calls a function of the driver that returns non-zero when it failed, and throws `error` then, or
/// when the session is closed. `doing` completes the sentence "cannot ...".
template <class Call>
void mysql_call(mysql_session& session, std::string_view doing, Call call) {
    MYSQL* const handle = session.handle();
    if (handle == nullptr)
        throw error{fault::lost, doing, {.code = {}, .message = "the session is closed"}};
    if (call(handle) == 0) return;
    const unsigned code = mysql_errno(handle);
    const std::string_view words = mysql_error(handle);
    throw error{
        classify_mysql_code(code, phase::established, words), doing, describe_mysql(code, words)};
}

/// One round trip; throws `error` when the session is lost, or its server in the wrong role.
///
/// A node of a Galera cluster that has lost its quorum answers the protocol's ping, SELECT 1 and
/// new connections, and refuses all else: so it is asked with a statement. Any other refusal is an
/// answer too, of a server that does not know the statement, or of a user who may send none.
inline void ask(mysql_session& session) {
    mysql_call(session, "ping", [](MYSQL* handle) {
        return mysql_query(handle, "DO 0") != 0 &&
               ends_resource(classify_mysql_code(mysql_errno(handle), phase::established));
    });
}

} // namespace cenote::db
