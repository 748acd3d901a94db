#pragma once

#include <cenote/base/acquire_error.hpp>
#include <cenote/base/fault.hpp>
#include <cenote/base/random.hpp>
#include <cenote/base/time.hpp>

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/observer/tell.hpp>

#include <cenote/core/progress.hpp>

#include <cstddef>
#include <exception>
#include <optional>
#include <utility>

namespace cenote {

/// What has gone wrong for one acquire so far, and the story of it.
///
/// Thread-safety: it belongs to one caller.
template <class House>
class setbacks {
public:
    explicit setbacks(House& house) noexcept
        : house_{house} {}

    /// The last of them; of what was thrown, if it was.
    void note(fault what, std::exception_ptr cause) noexcept {
        what_ = what;
        cause_ = std::move(cause);
    }

    /// No time was left to begin something.
    void note_lack_of_time() noexcept {
        if (!what_) what_ = fault::timed_out;
    }

    /// An idle resource was unfit, and `dead` if it failed its proof. True: look at another idle
    /// one; false: open a new one.
    [[nodiscard]] bool found_stale(bool dead) noexcept { return progress_.found_stale(dead); }

    /// An open failed, as noted last. When to try again; nothing to give up, because the retry
    /// policy says so or has no budget left.
    [[nodiscard]] std::optional<deadline> open_failed() {
        const auto delay =
            progress_.open_failed(house_.template policy<concerns::retry>(), *what_, draw_evenly());
        if (!delay) return std::nullopt;
        const time_point now = house_.now();
        if (!house_.write([now](auto& b) { return b.places.gate().may_retry(now); }))
            return std::nullopt;
        return deadline::after(*delay, now);
    }

    /// The whole story of an acquire that was `refused`, `waited` after it began to wait; counts
    /// the failure. Call once.
    [[nodiscard]] acquire_failure tell(errc refused, duration waited) {
        acquire_failure told{
            .kind = progress_.kind_of(refused),
            .waited = waited,
            .attempts = progress_.attempts(),
            .stale = progress_.stale(),
            .what = what_,
            .cause = cause_};
        told.pool = house_.write([&told](auto& b) {
            ++b.since.failed_by[static_cast<std::size_t>(told.kind)];
            if (!told.what && told.kind != errc::closed) { // of others, who tried in its place
                told.what = b.last.what();
                told.cause = b.last.cause();
            }
            return b.places.count();
        });
        observer::tell::failed(house_.template policy<concerns::observer>(), told.kind);
        return told;
    }

private:
    House& house_;
    core::progress progress_;
    std::optional<fault> what_;
    std::exception_ptr cause_;
};

} // namespace cenote
