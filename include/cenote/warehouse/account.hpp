#pragma once

#include <cenote/warehouse/parameter.hpp>

#include <cstddef>
#include <optional>
#include <source_location>
#include <span>
#include <string>
#include <vector>

namespace cenote::detail {

/// What a piece of work tells of itself, in case that it fails.
struct account {
    const std::string* sql{};           ///< As the caller wrote it.
    std::source_location where{};       ///< Where the caller did.
    std::span<const parameter> given{}; ///< What was bound: shown or hidden in the error.
    std::vector<std::string> values{};  ///< The same, where the parameters do not last.
    bool repeatable{};                  ///< May it be done again, should it fail now?
    bool unsure{};                      ///< May it have been done, should the answer be lost now?
    bool at_commit{};                   ///< Has all been sent but the COMMIT?
    std::optional<std::size_t> row{};
    std::optional<std::size_t> statement{};

    /// Keeps the text of parameters that are about to go.
    void keep(std::span<const parameter> sent) {
        for (const auto& one : sent)
            if (!one.is_null()) values.push_back(one.to_text());
    }
};

} // namespace cenote::detail
