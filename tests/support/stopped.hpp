#pragma once

#include <signal.h>
#include <support/catch.hpp>
#include <support/process.hpp>
#include <support/timing.hpp>
#include <sys/types.h>

namespace test {

/// Stops a process, so that it is silent but its connections stand; lets it go on in any case.
class stopped {
public:
    explicit stopped(::pid_t process)
        : process_{process} {
        const bool sent = ::kill(process_, SIGSTOP) == 0;
        const bool silent = sent && comes_true([&] { return is_stopped(process_); });
        if (!silent) ::kill(process_, SIGCONT);
        REQUIRE(silent);
    }

    stopped(const stopped&) = delete;
    stopped& operator=(const stopped&) = delete;

    ~stopped() { ::kill(process_, SIGCONT); }

private:
    ::pid_t process_;
};

} // namespace test
