#pragma once

#include <cenote/base/fault.hpp>
#include <cenote/base/health.hpp>
#include <cenote/base/time.hpp>

#include "alive.hpp"
#include "scheduler.hpp"

#include <cstddef>
#include <exception>
#include <stdexcept>

namespace explore {

/// What a schedule's resources are and how many there are, and what was done to them.
struct site {
    std::size_t opens = 0;    ///< Times that the factory was asked to open.
    std::size_t failures = 0; ///< Of those, that it failed.
    std::size_t open = 0;     ///< Resources that exist.
    unsigned long fails = 0;  ///< Bit k: the open number k fails, from 0.
    bool dead = false;        ///< Whoever is asked for a proof has none.
};

/// A resource that knows whether it is held.
class resource {
public:
    explicit resource(site& at) noexcept
        : at_{at} {
        ++at_.open;
    }

    resource(const resource&) = delete;
    resource& operator=(const resource&) = delete;

    ~resource() {
        if (holders_ != 0) scheduler::running().fail(wrong::lent_twice, "closed while it is held");
        --at_.open;
    }

    /// It is somebody's from now on, and nobody else's.
    void take() {
        here_.check("use");
        if (++holders_ != 1) fail();
    }

    /// It is nobody's.
    void let_go() {
        here_.check("use");
        if (holders_-- != 1) fail();
    }

    /// Takes a step with it.
    void use() {
        scheduler::running().step("use", this);
        here_.check("use");
        if (holders_ != 1) fail();
    }

private:
    [[noreturn]] static void fail() {
        scheduler::running().fail(wrong::lent_twice, "two hold one resource");
    }

    site& at_;
    alive here_;
    int holders_ = 0;
};

/// Why a resource could not be opened.
struct unreachable : std::runtime_error {
    unreachable()
        : runtime_error{"unreachable"} {}
};

struct factory {
    site* at;

    [[nodiscard]] resource open(cenote::deadline) const {
        auto& all = scheduler::running();
        const bool fails = (at->fails >> at->opens++ & 1U) != 0;
        all.step(fails ? "open, which fails" : "open", nullptr);
        if (fails) ++at->failures;
        if (fails) throw unreachable{};
        return resource{*at};
    }

    /// Whether a resource is alive, for validation policies; nobody may hold it meanwhile.
    [[nodiscard]] cenote::health ping(resource& r, cenote::deadline) const {
        r.take();
        r.use();
        r.let_go();
        if (at->dead) return cenote::fault::lost;
        return true;
    }

    [[nodiscard]] static cenote::fault classify(const std::exception_ptr&) noexcept {
        return cenote::fault::transient;
    }
};

} // namespace explore
