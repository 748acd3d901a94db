#pragma once

#include <cenote/base/fault.hpp>
#include <cenote/base/time.hpp>

#include <cenote/db/error.hpp>
#include <cenote/db/scrub.hpp>

#include <chrono>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace cenote::db {

/// The error for an open that failed: without secrets, and `timed_out` rather than `transient` if
/// the deadline has come meanwhile.
[[nodiscard]] inline open_error open_failure(
    fault kind,
    std::string_view doing,
    error_info info,
    deadline until,
    std::span<const std::string> secrets) {
    info.message = scrub(std::move(info.message), secrets);
    if (kind == fault::transient && until.passed(std::chrono::steady_clock::now()))
        kind = fault::timed_out;
    return {kind, doing, std::move(info)};
}

} // namespace cenote::db
