#pragma once

#include <cenote/db/error.hpp>

#include <soci/soci.h>

#include <exception>

namespace cenote::db {

/// Whether a failure is the database's, and not the caller's own. Precondition: it is not null.
[[nodiscard]] inline bool is_of_database(const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const soci::soci_error&) {
        return true;
    } catch (const error&) {
        return true;
    } catch (...) {
        return false;
    }
}

} // namespace cenote::db
