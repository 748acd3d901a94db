#pragma once

#include <cerrno>
#include <fcntl.h>
#include <spawn.h>
#include <stdexcept>
#include <string>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace test {

/// Runs a program, found in PATH, that writes to a file and has no other descriptor of ours. In a
/// session of its own, so that the terminal's Ctrl-C does not reach it. Returns its process.
inline ::pid_t spawn(std::vector<std::string> command, const std::string& output) {
    std::vector<char*> arguments;
    for (auto& one : command)
        arguments.push_back(one.data());
    arguments.push_back(nullptr);

    ::posix_spawn_file_actions_t files{};
    ::posix_spawn_file_actions_init(&files);
    ::posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_addopen(
        &files, 1, output.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
    ::posix_spawn_file_actions_adddup2(&files, 1, 2);
    ::posix_spawn_file_actions_addclosefrom_np(&files, 3);
    ::posix_spawnattr_t how{};
    ::posix_spawnattr_init(&how);
    ::posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSID);

    ::pid_t pid = 0;
    const int error = ::posix_spawnp(&pid, arguments[0], &files, &how, arguments.data(), environ);
    ::posix_spawnattr_destroy(&how);
    ::posix_spawn_file_actions_destroy(&files);
    if (error != 0) throw std::runtime_error{"cannot run " + command.front()};
    return pid;
}

/// Waits until a process that was spawned has ended. Returns its status, as waitpid(2) does.
inline int reap(::pid_t process) {
    int status = 0;
    while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
}

} // namespace test
