#pragma once

#include <cenote/warehouse/bad_query.hpp>

#include <boost/core/type_name.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cenote {

/// Where the column `name` is. Throws `column_error`, which lists the columns there are and begins
/// with `wanted_by` ("member::total: ") if it is given.
[[nodiscard]] inline std::size_t column_index(
    const std::vector<std::string>& names, std::string_view name, std::string_view wanted_by = {}) {
    const auto found = std::ranges::find(names, name);
    if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
    std::string text{wanted_by};
    text.append("there is no column \"").append(name).append("\"; columns: ");
    for (const auto& one : names)
        text.append(&one == names.data() ? "" : ", ").append(one);
    throw column_error{names.empty() ? text + "none" : text};
}

/// The error of a field that cannot be read as a `T`; `trouble` says why.
template <class T>
[[nodiscard]] column_error
misread(std::string_view column, std::string_view trouble, std::string_view wanted_by = {}) {
    std::string text{wanted_by};
    text.append("column \"").append(column).append("\" cannot be read as ");
    text.append(boost::core::type_name<T>()).append(": ").append(trouble);
    return column_error{text};
}

} // namespace cenote
