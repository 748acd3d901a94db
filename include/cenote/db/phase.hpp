#pragma once

namespace cenote::db {

/// When a driver reported a failure: the same code can mean another thing before there is a
/// session than on one.
enum class phase : unsigned char {
    opening,     ///< While connecting: nothing is lost yet, trying again may help.
    established, ///< On a session that worked.
};

} // namespace cenote::db
