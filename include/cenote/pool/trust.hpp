#pragma once

namespace cenote {

/// How much a caller trusts what is idle.
enum class trust : bool {
    verify, ///< What the validation policy wants proven is proven.
    blind,  ///< It is lent as it is, unless it is retired or expired.
};

} // namespace cenote
