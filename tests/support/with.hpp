#pragma once

#include <cenote/db/key_values.hpp>

#include <string>

namespace test {

/// The connection string with one option set to another value.
inline std::string with(const std::string& text, const std::string& key, const std::string& value) {
    std::string changed = key + "=" + value;
    for (const auto& [had, kept] : cenote::db::key_value_reader{{"test", '\'', true}, text}.read())
        if (had != key) changed.append(" ").append(had).append("='").append(kept).append("'");
    return changed;
}

} // namespace test
