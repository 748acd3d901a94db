#pragma once

#include <cenote/db/cell.hpp>
#include <cenote/db/postgresql/cell.hpp>
#include <cenote/db/postgresql/native.hpp>
#include <cenote/db/postgresql/session.hpp>
#include <cenote/db/reader.hpp>

#include <charconv>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace cenote::db {

/// Reads a query's rows on PostgreSQL through a cursor of the server's, `batch` rows a round trip,
/// in a read-only transaction of its own, which it leaves open.
class postgresql_reader {
public:
    [[nodiscard]] static std::string placeholder(std::size_t number) {
        return "$" + std::to_string(number);
    }

    postgresql_reader(
        postgresql_session& on,
        const std::string& text,
        std::span<const cell> values,
        std::size_t batch)
        : session_{on}
        , batch_{static_cast<int>(batch)}
        , fetch_{"FETCH " + std::to_string(batch_) + " FROM cenote_rows"} {
        postgresql_run(on, "begin a transaction to read in", "BEGIN READ ONLY");
        declare("DECLARE cenote_rows NO SCROLL CURSOR FOR " + text, values);
        fetch(); // the first rows tell of the columns
    }

    [[nodiscard]] std::size_t columns() const noexcept {
        return static_cast<std::size_t>(PQnfields(rows_.get()));
    }

    [[nodiscard]] std::string_view name(std::size_t i) const noexcept {
        return PQfname(rows_.get(), static_cast<int>(i));
    }

    [[nodiscard]] cell at(std::size_t i) const noexcept {
        return postgresql_cell(rows_.get(), current_, static_cast<int>(i));
    }

    [[nodiscard]] bool next() {
        if (current_ + 1 == batch_) fetch(); // one that was not full was the last
        return ++current_ < PQntuples(rows_.get());
    }

private:
    void declare(const std::string& statement, std::span<const cell> values) {
        std::vector<std::optional<std::string>> texts;
        std::vector<const char*> sent;
        texts.reserve(values.size());
        sent.reserve(values.size());
        for (const auto& one : values)
            texts.push_back(std::visit([](const auto& held) { return text_of(held); }, one));
        for (const auto& one : texts)
            sent.push_back(one ? one->c_str() : nullptr);
        const auto count = static_cast<int>(sent.size());
        postgresql_check(
            session_,
            "open a cursor",
            {PQexecParams(
                 session_.handle(),
                 statement.c_str(),
                 count,
                 nullptr,
                 sent.data(),
                 nullptr,
                 nullptr,
                 0),
             &PQclear});
    }

    void fetch() {
        rows_.reset(PQexec(session_.handle(), fetch_.c_str()));
        postgresql_check(session_, "fetch rows", rows_);
        current_ = -1;
    }

    static std::optional<std::string> text_of(std::monostate) { return {}; }

    static std::optional<std::string> text_of(bool held) { return held ? "t" : "f"; }

    static std::optional<std::string> text_of(decimal held) { return std::string{held.digits}; }

    static std::optional<std::string> text_of(std::string_view held) { return std::string{held}; }

    template <class Number>
    static std::optional<std::string> text_of(Number held) {
        char text[32]; // NOLINT(modernize-avoid-c-arrays): the shortest exact text of any number
        return std::string{text, std::to_chars(text, text + sizeof text, held).ptr};
    }

    postgresql_session& session_;
    int batch_;
    std::string fetch_;
    postgresql_result rows_{nullptr, &PQclear};
    int current_ = -1;
};

static_assert(reader<postgresql_reader>);

} // namespace cenote::db
