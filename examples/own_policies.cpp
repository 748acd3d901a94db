#include <cenote/policy/clock.hpp>

#include <cenote/pool.hpp>

#include <iostream>
#include <optional>
#include <stdexcept>

using namespace std::chrono_literals;

namespace {

struct file {
    bool dirty = false;
};

struct opener {
    file open(cenote::deadline) { return {}; }
};

// One concern, the facts it wants to be told, one question answered.
struct a_day_at_most {
    using concern = cenote::concerns::recycling;
    using needs = cenote::facts<cenote::fact::age>;

    std::optional<cenote::close_cause> expired(const needs& known) const noexcept {
        if (known.age < 24h) return std::nullopt;
        return cenote::close_cause::too_old;
    }
};

struct linear {
    using concern = cenote::concerns::retry;

    cenote::duration step = 100ms;

    std::optional<cenote::duration>
    next_delay(const cenote::failed_attempt& failed) const noexcept {
        if (failed.number == 4) return std::nullopt;
        return step * failed.number;
    }

    // Optional: the pool's constructor calls it.
    void check() const {
        if (step < 0s) throw std::invalid_argument{"linear: step must not be negative"};
    }
};

struct discard_the_dirty {
    using concern = cenote::concerns::release;
    using needs = cenote::facts<>;

    template <class Factory>
    cenote::cleaning required(Factory&, const file& f, const needs&) const noexcept {
        return f.dirty ? cenote::cleaning::discard : cenote::cleaning::none;
    }

    template <class Factory>
    void clean(Factory&, file&, cenote::deadline) const {}

    cenote::duration timeout() const noexcept { return cenote::duration::max(); }
};

// Any number of hooks, including none.
struct narrator {
    using concern = cenote::concerns::observer;

    void on_opened() const noexcept { std::cout << "opened\n"; }

    void on_closed(cenote::close_cause why) const noexcept {
        std::cout << "closed: " << to_string(why) << '\n';
    }
};

} // namespace

int main() {
    // A clock that moves when it is told to: a day passes without waiting for it.
    const cenote::clock::manual time;
    cenote::pool files{
        opener{},
        cenote::limits{.max_size = 4},
        a_day_at_most{},
        linear{.step = 50ms},
        discard_the_dirty{},
        narrator{},
        time,
    };

    files.acquire()->dirty = true; // opened, and closed again: discarded
    files.acquire().release();     // opened, and kept
    time.advance(24h);
    files.acquire().release(); // closed: too_old, and another opened
}
