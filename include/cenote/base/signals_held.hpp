#pragma once

#include <csignal>

namespace cenote {

/// Keeps every signal away from the calling thread while it lives. A thread that is started
/// meanwhile inherits that for good, and leaves signals to the program's own threads.
class signals_held {
public:
    signals_held() {
        ::sigset_t all{};
        ::sigfillset(&all);
        ::pthread_sigmask(SIG_SETMASK, &all, &before_);
    }

    signals_held(const signals_held&) = delete;
    signals_held& operator=(const signals_held&) = delete;

    ~signals_held() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

private:
    ::sigset_t before_{};
};

} // namespace cenote
