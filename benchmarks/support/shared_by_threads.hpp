#pragma once

#include <memory>
#include <mutex>
#include <utility>

namespace bench {

/// One `T` for all threads of a benchmark: the first makes it, the last destroys it. They are all
/// there before the first of them begins its loop, and hold it until they have all ended theirs.
template <class T, class... Arguments>
[[nodiscard]] std::shared_ptr<T> shared_by_threads(Arguments&&... arguments) {
    static std::mutex guard; // guards `current`
    static std::weak_ptr<T> current;
    const std::lock_guard lock{guard};
    auto held = current.lock();
    if (!held) {
        held = std::make_shared<T>(std::forward<Arguments>(arguments)...);
        current = held;
    }
    return held;
}

} // namespace bench
