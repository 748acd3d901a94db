#pragma once

#include <cenote/base/fault.hpp>

#include <cenote/db/cell.hpp>
#include <cenote/db/error.hpp>
#include <cenote/db/mysql/codes.hpp>
#include <cenote/db/mysql/describe.hpp>
#include <cenote/db/mysql/session.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace cenote::db {

/// A statement prepared by the server, with the driver's own functions: SOCI has none of it. Nothing
/// is left of it on the session once it is destroyed, which does not wait for the server.
///
/// Thread-safety: one thread at a time, the one that has the session.
class mysql_prepared {
public:
    /// Throws `error`.
    mysql_prepared(mysql_session& on, const std::string& text)
        : statement_{made(on), &mysql_stmt_close} {
        check(mysql_stmt_prepare(get(), text.data(), static_cast<unsigned long>(text.size())));
    }

    [[nodiscard]] MYSQL_STMT* get() const noexcept { return statement_.get(); }

    /// Throws `error` for what went wrong last, if `failed`.
    void check(int failed) const {
        if (failed == 0) return;
        const unsigned code = mysql_stmt_errno(get());
        const std::string_view words = mysql_stmt_error(get());
        throw error{
            classify_mysql_code(code, phase::established, words),
            doing,
            describe_mysql(code, words)};
    }

    /// Sends it. The result stays with the server, which hands out `batch` rows a round trip. Throws
    /// `error`.
    void execute(std::span<const cell> values, unsigned long batch) {
        std::vector<MYSQL_BIND> sent;
        for (const auto& one : values)
            sent.push_back(std::visit([](const auto& held) { return bound(held); }, one));
        const unsigned long kept = CURSOR_TYPE_READ_ONLY;
        check(mysql_stmt_attr_set(get(), STMT_ATTR_CURSOR_TYPE, &kept));
        check(mysql_stmt_attr_set(get(), STMT_ATTR_PREFETCH_ROWS, &batch));
        if (mysql_stmt_param_count(get()) != sent.size())
            throw error{
                fault::permanent,
                doing,
                {.code = {}, .message = "the query has a ? of its own: write it as :name"}};
        if (!sent.empty()) check(mysql_stmt_bind_param(get(), sent.data()));
        check(mysql_stmt_execute(get()));
    }

private:
    static constexpr const char* doing = "read rows";

    static MYSQL_STMT* made(mysql_session& on) {
        MYSQL_STMT* const made = on.handle() == nullptr ? nullptr : mysql_stmt_init(on.handle());
        if (made == nullptr)
            throw error{fault::lost, doing, {.code = {}, .message = "the session is closed"}};
        return made;
    }

    /// The driver reads what it points to, whatever the type of the pointer says.
    static MYSQL_BIND
    bound(enum_field_types type, const void* held, std::size_t size = 0) noexcept {
        MYSQL_BIND one{};
        one.buffer_type = type;
        one.buffer = const_cast<void*>(held);
        one.buffer_length = static_cast<unsigned long>(size);
        return one;
    }

    static MYSQL_BIND bound(std::monostate) noexcept { return bound(MYSQL_TYPE_NULL, nullptr); }

    static MYSQL_BIND bound(const bool& held) noexcept { return bound(MYSQL_TYPE_TINY, &held); }

    static MYSQL_BIND bound(const std::int64_t& held) noexcept {
        return bound(MYSQL_TYPE_LONGLONG, &held);
    }

    static MYSQL_BIND bound(const std::uint64_t& held) noexcept {
        auto one = bound(MYSQL_TYPE_LONGLONG, &held);
        one.is_unsigned = true;
        return one;
    }

    static MYSQL_BIND bound(const double& held) noexcept { return bound(MYSQL_TYPE_DOUBLE, &held); }

    static MYSQL_BIND bound(const decimal& held) noexcept { return bound(held.digits); }

    static MYSQL_BIND bound(const std::string_view& held) noexcept {
        return bound(MYSQL_TYPE_STRING, held.data(), held.size());
    }

    using close = decltype(&mysql_stmt_close);

    std::unique_ptr<MYSQL_STMT, close> statement_;
};

} // namespace cenote::db
