#pragma once

#include <cenote/base/time.hpp>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <mutex>
#include <string>
#include <utility>

namespace torture {

/// Ends the program when something happened that never may, and says when it was and what was being
/// tortured.
///
/// Thread-safety: all functions, from any thread.
class referee {
public:
    static referee& one() {
        static referee only;
        return only;
    }

    void begins(std::string what) {
        const std::lock_guard held{mutex_};
        what_ = std::move(what);
        since_ = std::chrono::steady_clock::now();
    }

    /// Without unwinding: other threads are amid what went wrong.
    [[noreturn]] void violated(const std::string& how) {
        const std::lock_guard held{mutex_};
        std::cout << "VIOLATED: " << how << "\n  in " << what_ << std::endl;
        std::_Exit(EXIT_FAILURE);
    }

    /// To be asked now and then: is a round taking so long that it must hang?
    void watch() {
        const std::lock_guard held{mutex_};
        if (std::chrono::steady_clock::now() - since_ < std::chrono::minutes{1}) return;
        std::cout << "VIOLATED: it hangs\n  in " << what_ << std::endl;
        std::abort(); // for a core that shows where
    }

private:
    std::mutex mutex_; // guards the others
    std::string what_ = "nothing yet";
    cenote::time_point since_ = std::chrono::steady_clock::now();
};

template <class... Parts>
void must(bool holds, const char* rule, const Parts&... parts) {
    using std::to_string;
    if (!holds) referee::one().violated((std::string{rule} + ... + (" " + to_string(parts))));
}

} // namespace torture
