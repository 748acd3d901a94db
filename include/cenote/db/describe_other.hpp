#pragma once

#include <cenote/db/driver_words.hpp>
#include <cenote/db/error.hpp>
#include <cenote/db/one_line.hpp>

#include <soci/soci.h>

#include <exception>

namespace cenote::db {

/// What a failure says that no driver reported: cenote's own errors, SOCI's, and the rest.
///
/// SOCI's `what()` holds the SQL and the bound values; its message alone does not.
/// Precondition: `failure` is not null.
[[nodiscard]] inline error_info describe_other(const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const error& e) {
        return e.info();
    } catch (const soci::soci_error& e) {
        return {.code = {}, .message = driver_words(e.get_error_message())};
    } catch (const std::exception& e) {
        return {.code = {}, .message = one_line(e.what())};
    } catch (...) {
        return {.code = {}, .message = "an exception that is no std::exception"};
    }
}

} // namespace cenote::db
