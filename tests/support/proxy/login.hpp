#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace test {

/// What a proxy's target speaks; `other` has no login that the proxy knows of.
enum class protocol : unsigned char { other, mysql, postgresql };

/// Listens to a server from its first byte, and knows where its part of the login ends: at
/// PostgreSQL's first ReadyForQuery, at MySQL's first OK.
class login_watch {
public:
    explicit login_watch(protocol spoken) noexcept
        : spoken_{spoken} {}

    /// How many of the next bytes belong to the login.
    [[nodiscard]] std::size_t belonging(std::string_view next) {
        std::size_t count = 0;
        while (count < next.size() && !over_)
            hear(next[count++]);
        return count;
    }

private:
    // A MySQL packet begins with three bytes of length and a number, a PostgreSQL message with its
    // type and four bytes of length, which count themselves.
    void hear(char byte) {
        if (spoken_ == protocol::other) return;
        head_ += byte;
        const bool is_mysql = spoken_ == protocol::mysql;
        const std::size_t head = is_mysql ? 4 : 5;
        if (head_.size() < head) return;
        const std::size_t size = is_mysql
                                     ? 4 + at(0) + (at(1) << 8U) + (at(2) << 16U)
                                     : 1 + (at(1) << 24U) + (at(2) << 16U) + (at(3) << 8U) + at(4);
        if (head_.size() < size) return;
        over_ = is_mysql ? greeted_ && head_.size() > head && at(head) == 0 : head_.front() == 'Z';
        greeted_ = true;
        head_.clear();
    }

    [[nodiscard]] std::size_t at(std::size_t i) const {
        return static_cast<unsigned char>(head_[i]);
    }

    protocol spoken_;
    std::string head_{}; // the message that is being heard, as far as it has come
    bool greeted_ = false;
    bool over_ = false;
};

} // namespace test
