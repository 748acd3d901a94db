#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <sys/types.h>
#include <vector>

namespace test {

/// What proc(5) says in "stat" of a process or thread from its state on, by its folder; empty if it
/// is not there, or goes while it is read, which a stream's own iterators would throw for.
inline std::string stat_in(const std::filesystem::path& folder) {
    std::ifstream file{folder / "stat"};
    std::string line;
    std::getline(file, line);
    const auto name_ends = line.rfind(") ");
    return name_ends == std::string::npos ? std::string{} : line.substr(name_ends + 2);
}

/// The state of a process or thread, as proc(5) letters it, by its folder; 0 if it is not there.
inline char state_in(const std::filesystem::path& folder) {
    const auto stat = stat_in(folder);
    return stat.empty() ? '\0' : stat.front();
}

/// Whether a thread is there and not on its way out, by its folder. Who joins a thread goes on before
/// the kernel has taken it off the list, but after it has been marked: PF_EXITING of its flags.
inline bool is_staying(const std::filesystem::path& folder) {
    std::istringstream fields{stat_in(folder)};
    std::string skipped;
    for (int field = 3; field < 9; ++field) // the state is the third
        fields >> skipped;
    unsigned long flags = 0;
    return fields >> flags && (flags & 0x4U) == 0;
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
