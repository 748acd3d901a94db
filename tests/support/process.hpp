#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <sys/types.h>
#include <vector>

namespace test {

/// The state of a process or thread, as proc(5) letters it, by its folder; 0 if it is not there.
inline char state_in(const std::filesystem::path& folder) {
    std::ifstream file{folder / "stat"};
    const std::string line{std::istreambuf_iterator<char>{file}, {}};
    const auto name_ends = line.rfind(") ");
    return name_ends == std::string::npos ? '\0' : line.at(name_ends + 2);
}

/// Whether a process has ended. One that nobody has waited for yet has.
inline bool has_ended(::pid_t process) {
    const char state = state_in("/proc/" + std::to_string(process));
    return state == '\0' || state == 'Z' || state == 'X';
}

/// Whether a process is stopped. The signal has been sent, not obeyed, when kill() returns: each
/// thread stops when it can.
inline bool is_stopped(::pid_t process) {
    namespace fs = std::filesystem;
    std::error_code gone;
    const fs::directory_iterator threads{"/proc/" + std::to_string(process) + "/task", gone};
    return !gone && std::all_of(begin(threads), end(threads), [](const auto& thread) {
        return state_in(thread.path()) == 'T';
    });
}

/// The processes that this one has started and that still are.
inline std::vector<::pid_t> children_of(::pid_t process) {
    const auto folder = "/proc/" + std::to_string(process);
    std::ifstream file{folder + "/task/" + std::to_string(process) + "/children"};
    return {std::istream_iterator<::pid_t>{file}, {}};
}

} // namespace test
