#pragma once

namespace cenote::core {

/// What a refresh has made of a resource.
enum class standing : unsigned char {
    current, ///< Nothing is held against it.
    suspect, ///< Another of its generation was found dead: it must prove itself.
    retired, ///< Its generation is over: it must be closed.
};

} // namespace cenote::core
