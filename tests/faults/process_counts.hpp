#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <support/threads.hpp>
#include <system_error>

namespace faults {

/// What this process holds of the system: to be the same before and after.
struct process_counts {
    std::size_t threads{};
    std::size_t descriptors{};
    std::map<std::string, std::size_t> open{}; ///< Descriptors by what they are.

    static process_counts now() {
        namespace fs = std::filesystem;
        process_counts found{.threads = test::threads_now()};
        for (const auto& one : fs::directory_iterator{"/proc/self/fd"}) {
            std::error_code gone;
            const auto target = fs::read_symlink(one, gone).string();
            ++found.descriptors;
            ++found.open[target.starts_with("socket:") ? "socket" : target];
        }
        return found;
    }

    [[nodiscard]] bool exceed(const process_counts& before) const noexcept {
        return threads > before.threads || descriptors > before.descriptors;
    }

    /// What there is more of than before.
    [[nodiscard]] std::string beyond(const process_counts& before) const {
        std::string text;
        const auto add = [&](const std::string& what, std::size_t had, std::size_t has) {
            if (has > had) text += " " + std::to_string(has - had) + " x " + what;
        };
        add("thread", before.threads, threads);
        for (const auto& [what, count] : open) {
            const auto at = before.open.find(what);
            add(what, at == before.open.end() ? 0 : at->second, count);
        }
        return text;
    }
};

} // namespace faults
