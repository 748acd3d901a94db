#pragma once

#include <cenote/base/fault.hpp>
#include <cenote/base/health.hpp>
#include <cenote/base/time.hpp>

#include "dice.hpp"
#include "figures.hpp"
#include "referee.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <exception>
#include <memory>
#include <new>
#include <stdexcept>
#include <thread>
#include <utility>

namespace torture {

[[nodiscard]] inline cenote::time_point now() {
    return std::chrono::steady_clock::now();
}

[[nodiscard]] inline cenote::fault any_fault(dice& d) {
    return static_cast<cenote::fault>(d.below(6));
}

/// A failure whose class is written on it.
struct failure : std::runtime_error {
    explicit failure(cenote::fault what)
        : runtime_error{"drawn"}
        , what_kind{what} {}

    cenote::fault what_kind;
};

struct stranger {};

/// The other side: it fails and hangs as the dice say, until it is calm.
struct world {
    explicit world(std::uint64_t from) noexcept
        : seed{from} {}

    const std::uint64_t seed;
    std::atomic<bool> calm{false};
    std::atomic<bool> down{false};
    std::atomic<std::uint64_t> asked{0};
    std::atomic<std::size_t> opening{0};
    std::atomic<std::size_t> alive{0};
    std::atomic<std::uint64_t> opened{0};
    std::atomic<std::uint64_t> failed{0};
    std::atomic<std::uint64_t> closed{0};
    std::atomic<std::size_t> detached{0}; ///< Alive, but no longer the pool's.
    std::size_t most_opening = SIZE_MAX;
    std::size_t most_alive = SIZE_MAX / 2; // room to add

    /// What happens to the call that asks. Calls interleave freely, so whose fate it is does not
    /// repeat with the seed.
    [[nodiscard]] dice fate() { return dice{seed, ++asked}; }

    void rest(cenote::duration span) const {
        if (!calm) std::this_thread::sleep_for(span);
    }
};

[[noreturn]] inline void throw_something(dice& d) {
    switch (d.below(10)) {
    case 0: throw 42;
    case 1: throw "a text";
    case 2: throw stranger{};
    case 3: throw std::bad_alloc{};
    case 4: throw failure{any_fault(d)};
    default: throw failure{d.one_in(2) ? cenote::fault::transient : cenote::fault::overloaded};
    }
}

/// What is pooled: it cannot be moved, and notices when it is used as it never may be.
class thing {
public:
    thing(std::shared_ptr<world> w, cenote::time_point dies)
        : world_{std::move(w)}
        , dies_{dies} {
        const auto others = world_->alive++;
        must(others < world_->most_alive + world_->detached, "too many are alive:", others + 1);
        ++world_->opened;
    }

    thing(const thing&) = delete;
    thing& operator=(const thing&) = delete;

    ~thing() {
        must(borrowers_ == 0, "a lent resource was destroyed");
        must(magic_.exchange(0) == alive_magic, "a resource was destroyed twice");
        --world_->alive;
    }

    /// The pool or a caller has it for itself from here on.
    void take(const char* who) {
        must(magic_ == alive_magic, who);
        must(!closed_, "a closed resource was used");
        must(borrowers_++ == 0, "two have one resource");
    }

    void leave() { must(borrowers_-- == 1, "two had one resource"); }

    void lent(bool cleaned) {
        take("a destroyed resource was lent");
        must(!unfit_, "a resource was lent that had been found dead, or could not be cleaned");
        must(!cleaned || !in_transaction, "a resource was lent in a transaction");
    }

    void close() {
        take("a destroyed resource was closed");
        must(!closed_.exchange(true), "a resource was closed twice");
        leave();
    }

    void found_unfit() noexcept { unfit_ = true; }

    [[nodiscard]] bool lost() const { return !world_->calm && now() >= dies_; }

    std::atomic<bool> in_transaction{false};

private:
    static constexpr std::uint64_t alive_magic = 0xa11feca11feca11f;

    std::shared_ptr<world> world_;
    cenote::time_point dies_;
    std::atomic<std::uint64_t> magic_{alive_magic};
    std::atomic<int> borrowers_{0};
    std::atomic<bool> closed_{false};
    std::atomic<bool> unfit_{false};
};

} // namespace torture
