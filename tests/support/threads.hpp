#pragma once

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <support/process.hpp>

namespace test {

/// The threads of this process, without those that have ended and are only still listed.
[[nodiscard]] inline std::size_t threads_now() {
    const std::filesystem::directory_iterator all{"/proc/self/task"};
    return static_cast<std::size_t>(std::count_if(
        begin(all), end(all), [](const auto& thread) { return is_staying(thread.path()); }));
}

} // namespace test
