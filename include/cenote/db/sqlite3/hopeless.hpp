#pragma once

#include <cerrno>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <unistd.h>

namespace cenote::db {

/// Why a database file that could not be opened will not be opened by trying again, as a look at
/// the file system shows; empty if it may be. SQLite has one code for all of that, and for having
/// run out of descriptors.
///
/// `name` is a file name, or a URI without what follows its ?.
[[nodiscard]] inline std::string_view why_hopeless(std::string_view name) {
    namespace fs = std::filesystem;
    if (name.starts_with("file:")) {
        name.remove_prefix(name.starts_with("file:///") ? 7 : 5);
        if (name.find('%') != std::string_view::npos || name.starts_with("//")) return "";
    }
    if (name.empty() || name == ":memory:") return "";
    const fs::path file{name};
    std::error_code problem;
    const auto found = fs::status(file, problem);
    if (fs::is_directory(found)) return "it is a folder";
    if (fs::exists(found)) {
        const bool closed = ::access(file.c_str(), R_OK) != 0 && errno == EACCES;
        return closed ? "it may not be read" : "";
    }
    const auto folder = file.has_parent_path() ? file.parent_path() : fs::path{"."};
    const auto around = fs::status(folder, problem);
    if (around.type() == fs::file_type::not_found) return "its folder does not exist";
    if (fs::exists(around) && !fs::is_directory(around)) return "its folder is a file";
    const bool closed =
        problem == std::errc::permission_denied ||
        (::access(folder.c_str(), W_OK | X_OK) != 0 && (errno == EACCES || errno == EROFS));
    return closed ? "its folder may not be written to" : "";
}

} // namespace cenote::db
