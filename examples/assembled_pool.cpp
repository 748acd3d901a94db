#include <cenote/policy/recycling.hpp>
#include <cenote/policy/retry.hpp>
#include <cenote/policy/validation.hpp>

#include <cenote/pool.hpp>

#include <iostream>

using namespace std::chrono_literals;

// What is pooled can be anything; its factory says how it is opened.
struct socket_like {
    int number;
    bool open = true;
};

struct connector {
    int made = 0;

    socket_like open(cenote::deadline) { return {.number = ++made}; }
};

// A policy of your own is a plain struct of a few lines.
struct three_times {
    using concern = cenote::concerns::recycling;
    using needs = cenote::facts<cenote::fact::uses>;

    std::optional<cenote::close_cause> expired(const needs& known) const noexcept {
        if (known.uses < 3) return std::nullopt;
        return cenote::close_cause::used_up;
    }
};

int main() {
    cenote::pool sockets{
        connector{},
        cenote::limits{.max_size = 32},
        cenote::validation::always{[](const socket_like& s) { return s.open; }},
        cenote::retry::full_jitter{.base = 50ms, .cap = 2s, .attempts = 5},
        three_times{},
    };

    for (int i = 0; i < 4; ++i) {
        auto lease = sockets.acquire(3s); // a live one within 3 s, or an error that says why not
        std::cout << "socket " << lease->number << '\n';
    } // given back, to be lent again
}
