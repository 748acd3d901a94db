#pragma once

#include <cenote/warehouse/account.hpp>
#include <cenote/warehouse/call_options.hpp>

#include <type_traits>

namespace cenote::detail {

/// Stands for a `caller` to find out whether a call would send anything, or is wrong, before a lease
/// is waited for. What the call returns then means something only if nothing was to be sent.
template <class Session>
class rehearsal {
public:
    /// `sends` becomes true when the call comes to sending something.
    explicit rehearsal(bool& sends) noexcept
        : sends_{sends} {}

    template <class Work>
    std::invoke_result_t<Work&, Session&, account&>
    perform(const call_options&, const account&, Work) {
        sends_ = true;
        return {};
    }

private:
    bool& sends_;
};

} // namespace cenote::detail
