#pragma once

#include <exception>
#include <stdexcept>
#include <utility>

namespace cenote {

/// Why a job was refused that nobody ran: what it had been given to is gone, or was stopped.
struct job_dropped : std::runtime_error {
    job_dropped()
        : std::runtime_error{
              "whoever had taken this work has ended or was stopped before doing it"} {}
};

/// A piece of work that ends exactly once: it is run or refused, and a job that is destroyed before
/// either is refused with `job_dropped`.
///
/// Two plain pointers, so that nothing is allocated for it: what it works on keeps itself alive
/// until then. Thread-safety: a plain value.
class job {
public:
    /// Does the work on `of` when `refused` is null. Otherwise there was nobody to do it, which
    /// `*refused` explains, and the work is only to be ended.
    using action = void (*)(void* of, const std::exception_ptr* refused) noexcept;

    /// No work.
    job() noexcept = default;

    /// `does` is called with `of`, exactly once. Precondition: `does` is not null.
    job(action does, void* of) noexcept
        : does_{does}
        , of_{of} {}

    job(job&& other) noexcept
        : does_{std::exchange(other.does_, nullptr)}
        , of_{other.of_} {}

    /// What was there before is refused with `job_dropped`.
    job& operator=(job&& other) noexcept {
        job taken{std::move(other)};
        std::swap(does_, taken.does_);
        std::swap(of_, taken.of_);
        return *this;
    }

    ~job() {
        if (does_) drop();
    }

    /// Whether there is work in it; false after a move, and once it was run or refused.
    [[nodiscard]] explicit operator bool() const noexcept { return does_ != nullptr; }

    /// Does the work. Precondition: not empty. Afterwards it is.
    void run() noexcept { std::exchange(does_, nullptr)(of_, nullptr); }

    /// Ends it undone, because of `why`. Precondition: not empty. Afterwards it is.
    void refuse(const std::exception_ptr& why) noexcept {
        std::exchange(does_, nullptr)(of_, &why);
    }

private:
    void drop() noexcept {
        std::exception_ptr why;
        try {
            throw job_dropped{};
        } catch (...) {
            why = std::current_exception(); // without memory for it, `bad_alloc`
        }
        refuse(why);
    }

    action does_ = nullptr;
    void* of_ = nullptr;
};

} // namespace cenote
