#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <iostream>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>

namespace faults {

/// Ends the program, naming what hangs, should this not be destroyed in time.
class patience {
public:
    patience(std::string what, std::chrono::seconds limit)
        : watch_{[this, what = std::move(what), limit](const std::stop_token& stop) {
            std::unique_lock held{mutex_};
            if (over_.wait_for(held, stop, limit, [] { return false; }) || stop.stop_requested())
                return;
            std::cout << what << " hangs" << std::endl;
            std::_Exit(EXIT_FAILURE);
        }} {}

private:
    std::mutex mutex_{}; // guards nothing; the condition wants one
    std::condition_variable_any over_{};
    std::jthread watch_; // last: it uses all of the above
};

} // namespace faults
