#pragma once

#include <cenote/db/cell.hpp>
#include <cenote/warehouse/parameter.hpp>
#include <cenote/warehouse/sql_outline.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace cenote::detail {

/// A query as a driver takes it, with numbers for names, and a value for each place.
///
/// Refers to the parameters it was made of.
template <class Reader>
class numbered_query {
public:
    /// Precondition: every placeholder has its parameter; see `match`.
    numbered_query(
        std::string_view text, const sql::outline& query, std::span<const parameter> given) {
        std::size_t taken = 0;
        for (const auto& one : query.placeholders) {
            text_ += text.substr(taken, one.position - taken);
            text_ += ' ' + Reader::placeholder(values_.size() + 1); // apart from a word before it
            taken = one.position + 1 + one.name.size();
            const auto& found = *std::ranges::find(given, one.name, &parameter::name);
            values_.push_back(
                std::visit([this](const auto& held) { return this->keep(held); }, found.held()));
        }
        text_ += text.substr(taken, query.end - taken);
    }

    [[nodiscard]] const std::string& text() const noexcept { return text_; }

    [[nodiscard]] std::span<const db::cell> values() const noexcept { return values_; }

private:
    static db::cell keep(std::monostate) noexcept { return {}; }

    static db::cell keep(const std::string& held) noexcept { return std::string_view{held}; }

    static db::cell keep(const std::string* held) noexcept { return std::string_view{*held}; }

    static db::cell keep(long long held) noexcept { return std::int64_t{held}; }

    static db::cell keep(unsigned long long held) noexcept { return std::uint64_t{held}; }

    static db::cell keep(double held) noexcept { return held; }

    db::cell keep(const std::tm& held) {
        return std::string_view{times_.emplace_back(parameter{held}.to_text())};
    }

    std::string text_{};
    std::vector<db::cell> values_{};
    std::deque<std::string> times_{};
};

} // namespace cenote::detail
