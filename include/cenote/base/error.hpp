#pragma once

#include <boost/system/error_code.hpp>

#include <string>
#include <type_traits>

namespace cenote {

/// Why there is no lease: the kind of every acquire that failed.
enum class errc {
    exhausted =
        1,       ///< Every resource stayed lent until the deadline: the pool is too small or leaks.
    open_failed, ///< No resource could be opened; the cause says why.
    verify_failed, ///< What was found did not prove to be alive before the deadline.
    queue_full,    ///< As many callers wait already as the waiting policy admits.
    closed,        ///< The pool is closed, or was closed while the caller waited.
    breaker_open,  ///< Opening has failed for so long that it is not tried for each caller.
};

/// The category of `errc`; its name is "cenote".
class error_category final : public boost::system::error_category {
public:
    /// "cenote".
    [[nodiscard]] const char* name() const noexcept override { return "cenote"; }

    /// One clause for each `errc`, fit to follow "no resource: ".
    [[nodiscard]] std::string message(int code) const override {
        switch (static_cast<errc>(code)) {
        case errc::exhausted: return "every resource stayed lent";
        case errc::open_failed: return "opening failed";
        case errc::verify_failed: return "no resource proved to be alive";
        case errc::queue_full: return "too many callers are waiting already";
        case errc::closed: return "the pool is closed";
        case errc::breaker_open:
            return "opening has failed for long, and is tried only now and then";
        }
        return "unknown error";
    }
};

/// The one instance of `error_category`.
[[nodiscard]] inline const error_category& category() noexcept {
    static const error_category instance;
    return instance;
}

/// How many numbers a table by `errc` takes: they begin at 1.
inline constexpr unsigned errc_slots = static_cast<unsigned>(errc::breaker_open) + 1;

/// Lets an `errc` convert to `boost::system::error_code` by itself.
[[nodiscard]] inline boost::system::error_code make_error_code(errc kind) noexcept {
    return {static_cast<int>(kind), category()};
}

} // namespace cenote

template <>
struct boost::system::is_error_code_enum<cenote::errc> : std::true_type {};
