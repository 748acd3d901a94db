#pragma once

#include <cenote/db/cell.hpp>
#include <cenote/db/mysql/cell.hpp>
#include <cenote/db/mysql/prepared.hpp>
#include <cenote/db/mysql/session.hpp>
#include <cenote/db/mysql/time_prefix.hpp>
#include <cenote/db/reader.hpp>

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace cenote::db {

/// Reads a query's rows on MySQL and MariaDB through a cursor of the server's, `batch` rows a round
/// trip. The server has made the whole result before it hands the first row out, and keeps it,
/// on disk if it is large.
class mysql_reader {
public:
    [[nodiscard]] static std::string placeholder(std::size_t) { return "?"; }

    mysql_reader(
        mysql_session& on, const std::string& text, std::span<const cell> values, std::size_t batch)
        : statement_{on, time_prefix(on, text) + text}
        , shape_{mysql_stmt_result_metadata(statement_.get()), &mysql_free_result}
        , columns_(shape_ == nullptr ? 0 : mysql_num_fields(shape_.get())) {
        statement_.execute(values, static_cast<unsigned long>(batch));
        for (auto& one : columns_)
            one.text.resize(usual_size);
        if (!columns_.empty()) bind();
    }

    mysql_reader(const mysql_reader&) = delete; // the driver keeps addresses
    mysql_reader& operator=(const mysql_reader&) = delete;
    ~mysql_reader() = default;

    [[nodiscard]] std::size_t columns() const noexcept { return columns_.size(); }

    [[nodiscard]] std::string_view name(std::size_t i) const noexcept {
        return {field(i).name, field(i).name_length};
    }

    [[nodiscard]] cell at(std::size_t i) const noexcept {
        const auto& found = columns_[i];
        if (found.null) return {};
        return mysql_cell(field(i), {found.text.data(), found.length});
    }

    [[nodiscard]] bool next() {
        const int answer = mysql_stmt_fetch(statement_.get());
        if (answer == MYSQL_NO_DATA) return false;
        if (answer != MYSQL_DATA_TRUNCATED) statement_.check(answer);
        take_what_is_longer();
        return true;
    }

private:
    static constexpr std::size_t usual_size = 64;

    using flag = std::remove_pointer_t<decltype(MYSQL_BIND::is_null)>; // bool, or char

    /// Where the driver puts a field. It makes the same text of it that a plain query gets.
    struct column {
        std::vector<char> text;
        unsigned long length{};
        flag null{};
    };

    [[nodiscard]] const MYSQL_FIELD& field(std::size_t i) const noexcept {
        return mysql_fetch_fields(shape_.get())[i];
    }

    [[nodiscard]] static MYSQL_BIND place_of(column& one) noexcept {
        MYSQL_BIND place{};
        place.buffer_type = MYSQL_TYPE_STRING;
        place.buffer = one.text.data();
        place.buffer_length = static_cast<unsigned long>(one.text.size());
        place.length = &one.length;
        place.is_null = &one.null;
        return place;
    }

    void bind() {
        std::vector<MYSQL_BIND> places;
        places.reserve(columns_.size());
        for (auto& one : columns_)
            places.push_back(place_of(one));
        statement_.check(mysql_stmt_bind_result(statement_.get(), places.data()));
    }

    /// Text that did not find room is taken again; the next rows may be as long.
    void take_what_is_longer() {
        bool grown = false;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            auto& one = columns_[i];
            if (one.null || one.length <= one.text.size()) continue;
            one.text.resize(one.length);
            auto place = place_of(one);
            const auto number = static_cast<unsigned>(i);
            statement_.check(mysql_stmt_fetch_column(statement_.get(), &place, number, 0));
            grown = true;
        }
        if (grown) bind();
    }

    mysql_prepared statement_;
    std::unique_ptr<MYSQL_RES, void (*)(MYSQL_RES*)> shape_;
    std::vector<column> columns_;
};

static_assert(reader<mysql_reader>);

} // namespace cenote::db
