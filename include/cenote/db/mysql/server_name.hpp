#pragma once

#include <atomic>
#include <string>
#include <utility>

namespace cenote::db {

/// Which of the servers behind one address a session is on, once the session has asked.
///
/// Thread-safety: one thread tells, once; any thread reads.
class mysql_server_name {
public:
    /// Precondition: not told before.
    void tell(std::string name) {
        name_ = std::move(name);
        known_.store(true, std::memory_order_release); // publishes name_, which then stays
    }

    [[nodiscard]] bool is_known() const noexcept { return known_.load(std::memory_order_acquire); }

    [[nodiscard]] bool is(const std::string& other) const { return is_known() && name_ == other; }

private:
    std::string name_{};
    std::atomic<bool> known_{false};
};

} // namespace cenote::db
