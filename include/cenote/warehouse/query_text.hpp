#pragma once

#include <source_location>
#include <string>
#include <string_view>
#include <utility>

namespace cenote {

/// SQL, and the place in the source that it is passed at: there, a report on leases that are still
/// out will say, its connection was taken.
///
/// Made by itself from any text. Made to be passed on at once: a `std::string` is referred to.
class query_text {
public:
    query_text( // NOLINT(google-explicit-constructor): a query is its text
        const char* text,
        std::source_location where = std::source_location::current())
        : owned_{text}
        , text_{owned_}
        , where_{where} {}

    query_text( // NOLINT(google-explicit-constructor)
        std::string_view text,
        std::source_location where = std::source_location::current())
        : owned_{text}
        , text_{owned_}
        , where_{where} {}

    query_text( // NOLINT(google-explicit-constructor)
        const std::string& text,
        std::source_location where = std::source_location::current()) noexcept
        : text_{text}
        , where_{where} {}

    query_text(const query_text&) = delete;
    query_text& operator=(const query_text&) = delete;
    ~query_text() = default;

    [[nodiscard]] const std::string& text() const noexcept { return text_; }

    [[nodiscard]] std::source_location where() const noexcept { return where_; }

private:
    std::string owned_{};
    const std::string& text_;
    std::source_location where_;
};

} // namespace cenote
