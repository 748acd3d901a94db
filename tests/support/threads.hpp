#pragma once

#include <cstddef>
#include <filesystem>
#include <iterator>

namespace test {

/// The threads of this process.
[[nodiscard]] inline std::size_t threads_now() {
    const std::filesystem::directory_iterator all{"/proc/self/task"};
    return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

} // namespace test
