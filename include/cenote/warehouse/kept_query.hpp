#pragma once

#include <cenote/warehouse/arguments.hpp>
#include <cenote/warehouse/bad_query.hpp>
#include <cenote/warehouse/caller.hpp>
#include <cenote/warehouse/parameter.hpp>
#include <cenote/warehouse/sql_scan.hpp>
#include <cenote/warehouse/statement.hpp>

#include <source_location>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace cenote::detail {

/// A query that is read for longer than the call that began it: it owns its text and its arguments.
class kept_query {
public:
    /// Throws `bad_query`, also for what does not only return rows.
    kept_query(statement query, std::source_location where, sql::dialect whose)
        : query_{std::move(query)}
        , where_{where}
        , parsed_{sql::scan(query_.sql(), whose)}
        , given_{query_.parameters()} {
        match(parsed_, given_, whose);
        if (!parsed_.read || !parsed_.query)
            throw bad_query{
                "only a SELECT, WITH, VALUES or TABLE that changes nothing is streamed"};
    }

    kept_query(const kept_query&) = delete; // the outline refers to the text
    kept_query& operator=(const kept_query&) = delete;
    ~kept_query() = default;

    [[nodiscard]] const std::string& text() const noexcept { return query_.sql(); }

    [[nodiscard]] const sql::outline& parsed() const noexcept { return parsed_; }

    [[nodiscard]] std::span<const parameter> given() const noexcept { return given_; }

    [[nodiscard]] std::source_location where() const noexcept { return where_; }

    /// What sending it tells of itself.
    [[nodiscard]] account told(repeat again) const {
        return {
            .sql = &text(),
            .where = where_,
            .given = given_,
            .repeatable = again != repeat::never,
            .unsure = again == repeat::never};
    }

private:
    statement query_;
    std::source_location where_;
    sql::outline parsed_;
    std::vector<parameter> given_;
};

} // namespace cenote::detail
