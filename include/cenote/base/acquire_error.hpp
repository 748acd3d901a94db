#pragma once

#include <cenote/base/error.hpp>
#include <cenote/base/fault.hpp>
#include <cenote/base/occupancy.hpp>
#include <cenote/base/text.hpp>
#include <cenote/base/time.hpp>

#include <boost/system/system_error.hpp>

#include <exception>
#include <optional>
#include <string>
#include <utility>

namespace cenote {

/// The story of an acquire that failed.
struct acquire_failure {
    errc kind{};                 ///< In which way.
    duration waited{};           ///< From the first moment it could not be served at once.
    unsigned attempts{};         ///< Opens that failed.
    unsigned stale{};            ///< Idle resources that turned out unfit.
    occupancy pool{};            ///< How the pool's places were used at the end.
    std::optional<fault> what{}; ///< Class of the last failure of a resource or an open, if any.
    std::exception_ptr cause{};  ///< That failure itself, if it was thrown.
};

/// Thrown by `pool::acquire`: there is no lease, and this is why.
///
/// `code()` holds the `errc`; `what()` tells the whole story in one line; the last cause can be
/// rethrown from `failure().cause`. The texts of causes come from the factory, which keeps secrets
/// out of them.
class acquire_error : public boost::system::system_error {
public:
    explicit acquire_error(acquire_failure failure)
        : boost::system::system_error{make_error_code(failure.kind)}
        , failure_{std::move(failure)}
        , text_{tell(failure_)} {}

    [[nodiscard]] const char* what() const noexcept override { return text_.c_str(); }

    /// All that is known, as values.
    [[nodiscard]] const acquire_failure& failure() const noexcept { return failure_; }

private:
    static std::string tell(const acquire_failure& f) {
        std::string text = "no resource after " + rounded(f.waited) + ": " +
                           category().message(static_cast<int>(f.kind));
        if (f.attempts > 0)
            text += ", " + std::to_string(f.attempts) + " failed attempt(s) to open";
        if (f.stale > 0) text += ", " + std::to_string(f.stale) + " stale";
        if (f.what) text += "; last cause: " + std::string{to_string(*f.what)};
        if (f.cause) text += (f.what ? ", " : "; last cause: ") + to_text(f.cause);
        return text + "; pool: " + tell(f.pool);
    }

    static std::string tell(const occupancy& o) {
        const auto number = [](std::size_t n) { return std::to_string(n); };
        std::string text = number(o.open) + " of " + number(o.max_size) + " open (" +
                           number(o.idle) + " idle, " + number(o.leased) + " leased), " +
                           number(o.opening) + " opening, " + number(o.waiting) + " waiting";
        if (o.closing > 0) text += ", " + number(o.closing) + " closing";
        if (o.abandoned > 0) text += ", " + number(o.abandoned) + " abandoned while opening";
        return text;
    }

    acquire_failure failure_;
    std::string text_;
};

} // namespace cenote
