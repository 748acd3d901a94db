#pragma once

#include <cstdlib>
#include <optional>
#include <string>
#include <support/catch.hpp>

namespace test {

/// The environment variable, which tells a test where its server is. Without it the test fails when
/// CI=true; elsewhere it says so aloud, and should return at once.
inline std::optional<std::string> setting(const std::string& name) {
    const char* value = std::getenv(name.c_str());
    if (value != nullptr && *value != '\0') return value;
    const char* ci = std::getenv("CI");
    if (ci != nullptr && std::string{ci} == "true") FAIL(name << " is not set, and CI=true");
    WARN("skipped: " << name << " is not set");
    return std::nullopt;
}

} // namespace test
