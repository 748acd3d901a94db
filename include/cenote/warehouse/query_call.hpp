#pragma once

#include <cenote/warehouse/account.hpp>
#include <cenote/warehouse/arguments.hpp>
#include <cenote/warehouse/call_options.hpp>
#include <cenote/warehouse/parameter.hpp>
#include <cenote/warehouse/query.hpp>
#include <cenote/warehouse/query_text.hpp>
#include <cenote/warehouse/sql_scan.hpp>

#include <span>
#include <string>
#include <utility>

namespace cenote::detail {

/// Sends one statement for a warehouse.
///
/// It refers to what it is made of.
template <class Backend, class Caller>
class query_call {
    using session = typename Backend::session;
    using cursor = typename Backend::cursor;

public:
    /// Throws `bad_query`.
    query_call(
        Caller caller, const call_options& how, const query_text& query, std::span<parameter> given)
        : caller_{std::move(caller)}
        , how_{how}
        , query_{query}
        , parsed_{sql::scan(query.text(), dialect)}
        , given_{given} {
        match(parsed_, given, dialect);
    }

    query_call(const query_call&) = delete;
    query_call& operator=(const query_call&) = delete;
    ~query_call() = default;

    /// Everything that it returns.
    template <class T>
    [[nodiscard]] result<T> read() {
        return caller_.perform(how_, told(), fetching<T>());
    }

    /// The same, on a session of the caller's, once.
    template <class T>
    [[nodiscard]] result<T> read_on(session& on) {
        return caller_.perform_on(on, told(), fetching<T>());
    }

private:
    static constexpr sql::dialect dialect = sql::dialect_of(Backend::name);

    [[nodiscard]] account told() const {
        const bool repeatable =
            how_.again == repeat::always || (how_.again == repeat::when_safe && parsed_.read);
        return {
            .sql = &query_.text(),
            .where = query_.where(),
            .given = given_,
            .repeatable = repeatable,
            .unsure = !parsed_.read || how_.again == repeat::never};
    }

    template <class T>
    [[nodiscard]] auto fetching() const {
        return [this](session& on, account&) {
            return fetch<T, cursor>(on, query_.text(), parsed_, given_);
        };
    }

    Caller caller_;
    const call_options& how_;
    const query_text& query_;
    sql::outline parsed_;
    std::span<const parameter> given_;
};

} // namespace cenote::detail
