#pragma once

#include <soci/soci.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <unistd.h>

namespace bench {

/// The environment variable, empty if it is not set.
[[nodiscard]] inline std::string setting(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

/// A folder for files of this program: CENOTE_TEST_SQLITE_DIR, or else one of its own, which goes
/// when the program ends.
[[nodiscard]] inline const std::filesystem::path& folder() {
    static const struct own_or_given {
        std::filesystem::path given = setting("CENOTE_TEST_SQLITE_DIR");
        std::filesystem::path path = given;

        own_or_given() {
            if (given.empty()) {
                const auto name = "cenote-sessions." + std::to_string(::getpid());
                path = std::filesystem::temp_directory_path() / name;
            }
            std::filesystem::create_directories(path);
        }

        ~own_or_given() {
            std::error_code ignored;
            if (given.empty()) std::filesystem::remove_all(path, ignored);
        }
    } one;

    return one.path;
}

/// A session of SOCI's, without any of ours.
template <class Site>
struct raw_session : soci::session {
    raw_session()
        : soci::session{Site::driver(), Site::connect_string()} {}
};

} // namespace bench
