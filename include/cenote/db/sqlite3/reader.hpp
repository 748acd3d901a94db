#pragma once

#include <cenote/base/fault.hpp>

#include <cenote/db/cell.hpp>
#include <cenote/db/error.hpp>
#include <cenote/db/reader.hpp>
#include <cenote/db/sqlite3/cell.hpp>
#include <cenote/db/sqlite3/failure.hpp>
#include <cenote/db/sqlite3/session.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace cenote::db {

/// Reads a query's rows on SQLite, which finds each row when it is asked for. The file is locked for
/// reading until it is destroyed.
class sqlite3_reader {
public:
    [[nodiscard]] static std::string placeholder(std::size_t number) {
        return "?" + std::to_string(number);
    }

    sqlite3_reader(
        sqlite3_session& on,
        const std::string& text,
        std::span<const cell> values,
        std::size_t /* one row is in memory at a time */)
        : handle_{on.handle()}
        , statement_{prepared(handle_, text), &sqlite_api::sqlite3_finalize} {
        int number = 0;
        for (const auto& one : values)
            check(
                std::visit([&](const auto& held) { return bind(number + 1, held); }, one), number);
    }

    [[nodiscard]] std::size_t columns() const noexcept {
        return static_cast<std::size_t>(sqlite_api::sqlite3_column_count(statement_.get()));
    }

    [[nodiscard]] std::string_view name(std::size_t i) const noexcept {
        const char* found = sqlite_api::sqlite3_column_name(statement_.get(), static_cast<int>(i));
        return found != nullptr ? found : ""; // null only when out of memory
    }

    [[nodiscard]] cell at(std::size_t i) const noexcept {
        return sqlite3_cell(statement_.get(), static_cast<int>(i));
    }

    [[nodiscard]] bool next() {
        const int found = sqlite_api::sqlite3_step(statement_.get());
        if (found != SQLITE_ROW && found != SQLITE_DONE) throw_sqlite_error(handle_, doing);
        return found == SQLITE_ROW;
    }

private:
    static constexpr const char* doing = "read rows";

    static sqlite_api::sqlite3_stmt* prepared(sqlite_api::sqlite3* on, const std::string& text) {
        if (on == nullptr)
            throw error{fault::lost, doing, {.code = {}, .message = "the session is closed"}};
        sqlite_api::sqlite3_stmt* made = nullptr;
        const auto size = static_cast<int>(text.size());
        if (sqlite_api::sqlite3_prepare_v2(on, text.data(), size, &made, nullptr) != SQLITE_OK)
            throw_sqlite_error(on, doing);
        return made;
    }

    void check(int answer, int& number) {
        if (answer != SQLITE_OK) throw_sqlite_error(handle_, doing);
        ++number;
    }

    int bind(int number, std::monostate) {
        return sqlite_api::sqlite3_bind_null(statement_.get(), number);
    }

    int bind(int number, double held) {
        return sqlite_api::sqlite3_bind_double(statement_.get(), number, held);
    }

    int bind(int number, decimal held) { return bind(number, held.digits); }

    int bind(int number, std::string_view held) {
        using namespace sqlite_api; // for what the macro casts to
        return sqlite3_bind_text64(
            statement_.get(), number, held.data(), held.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    }

    template <class Whole>
    int bind(int number, Whole held) {
        const auto whole = static_cast<std::int64_t>(held);
        return sqlite_api::sqlite3_bind_int64(statement_.get(), number, whole);
    }

    sqlite_api::sqlite3* handle_;
    std::unique_ptr<sqlite_api::sqlite3_stmt, int (*)(sqlite_api::sqlite3_stmt*)> statement_;
};

static_assert(reader<sqlite3_reader>);

} // namespace cenote::db
