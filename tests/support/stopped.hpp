#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <signal.h>
#include <string>
#include <support/catch.hpp>
#include <support/timing.hpp>
#include <sys/types.h>

namespace test {

/// Stops a process, so that it is silent but its connections stand; lets it go on in any case.
class stopped {
public:
    explicit stopped(::pid_t process)
        : process_{process} {
        const bool sent = ::kill(process_, SIGSTOP) == 0;
        const bool silent = sent && comes_true([&] { return is_stopped(); });
        if (!silent) ::kill(process_, SIGCONT);
        REQUIRE(silent);
    }

    stopped(const stopped&) = delete;
    stopped& operator=(const stopped&) = delete;

    ~stopped() { ::kill(process_, SIGCONT); }

private:
    // The signal has been sent, not obeyed, when kill() returns: each thread stops when it can.
    [[nodiscard]] bool is_stopped() const {
        namespace fs = std::filesystem;
        const fs::directory_iterator threads{"/proc/" + std::to_string(process_) + "/task"};
        return std::all_of(begin(threads), end(threads), [](const auto& thread) {
            std::ifstream file{thread.path() / "stat"};
            const std::string line{std::istreambuf_iterator<char>{file}, {}};
            const auto name_ends = line.rfind(") ");
            return name_ends != std::string::npos && line.compare(name_ends + 2, 1, "T") == 0;
        });
    }

    ::pid_t process_;
};

} // namespace test
