#pragma once

namespace cenote {

/// Which idle resource goes out first.
enum class precedence : unsigned char {
    affine, ///< The one that this thread used last.
    lifo,   ///< The one that came back last.
    lowest, ///< The one in the lowest place.
};

} // namespace cenote
