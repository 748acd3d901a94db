#pragma once

#include <boost/asio.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <string>
#include <support/proxy/flow.hpp>
#include <support/proxy/login.hpp>
#include <utility>

namespace test {

/// What is under way in one direction of a proxied connection, and when it may go on. Decides; the
/// connection reads and writes.
class stream {
public:
    using clock = std::chrono::steady_clock;

    /// How many bytes may be written now; if none, when to look again.
    struct step {
        std::size_t bytes{};
        clock::time_point again = clock::time_point::max();
    };

    stream(const flow::any& how, protocol spoken)
        : how_{how}
        , login_{spoken} {}

    void arrived(std::string bytes) {
        const auto belonging = login_.belonging(bytes);
        login_size_ += belonging;
        held_.push_back({clock::now(), std::move(bytes)});
    }

    /// The sender has ended it: in order, or by a reset.
    void ended(bool in_order) noexcept { (in_order ? closed_ : broken_) = true; }

    void written(std::size_t bytes) {
        delivered_ += bytes;
        last_written_ = clock::now();
        held_.front().bytes.erase(0, bytes);
        if (held_.front().bytes.empty()) held_.pop_front();
    }

    [[nodiscard]] const std::string& front() const { return held_.front().bytes; }

    [[nodiscard]] bool reads() const noexcept { return !flow::is<flow::black_hole>(how_); }

    /// Whether the end of the sender's part may be passed on: nothing is held back any more.
    [[nodiscard]] bool is_over() const noexcept { return moves() && held_.empty() && closed_; }

    [[nodiscard]] bool is_broken() const noexcept { return moves() && broken_; }

    [[nodiscard]] step next(clock::time_point now) const {
        if (held_.empty() || !moves()) return {};
        const auto& [since, bytes] = held_.front();
        const auto at = [now](clock::time_point when, std::size_t count) {
            return when <= now ? step{count, {}} : step{0, when};
        };
        if (const auto* slow = std::get_if<flow::delay>(&how_))
            return at(since + slow->by, bytes.size());
        if (const auto* few = std::get_if<flow::drip>(&how_))
            return at(last_written_ + few->every, std::min(few->bytes, bytes.size()));
        if (flow::is<flow::silent_after_login>(how_))
            return {
                std::min(bytes.size(), login_size_ - std::min(login_size_, delivered_)),
                clock::time_point::max()};
        return {bytes.size(), {}};
    }

private:
    struct chunk {
        clock::time_point since;
        std::string bytes;
    };

    [[nodiscard]] bool moves() const noexcept {
        return !flow::is<flow::stall>(how_) && !flow::is<flow::black_hole>(how_);
    }

    const flow::any& how_;
    login_watch login_;
    std::deque<chunk> held_{};
    std::size_t login_size_ = 0; // bytes of the login that have arrived
    std::size_t delivered_ = 0;
    clock::time_point last_written_{};
    bool closed_ = false;
    bool broken_ = false;
};

} // namespace test
