#pragma once

#include <cenote/db/describe_other.hpp>
#include <cenote/db/error.hpp>
#include <cenote/db/one_line.hpp>

#include <soci/mysql/soci-mysql.h>

#include <cstddef>
#include <exception>
#include <string>
#include <string_view>

namespace cenote::db {

/// The code and words of a MySQL error. A syntax error (1064) quotes the statement, which SOCI
/// sends with the values in it; that part is cut out.
[[nodiscard]] inline error_info describe_mysql(unsigned code, std::string_view words) {
    std::string line = one_line(words);
    if (code == 1064) {
        const std::size_t near = line.find(" near '");
        const std::size_t at = line.rfind("' at line ");
        if (near != std::string::npos && at != std::string::npos && near < at)
            line.erase(near, at + 1 - near);
    }
    return {.code = "MySQL " + std::to_string(code), .message = std::move(line)};
}

/// What a failure on a MySQL session says, fit for a log; see `error_info`.
[[nodiscard]] inline error_info describe_mysql(const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const soci::mysql_soci_error& e) {
        return describe_mysql(e.err_num_, e.get_error_message());
    } catch (...) {
        return describe_other(failure);
    }
}

} // namespace cenote::db
