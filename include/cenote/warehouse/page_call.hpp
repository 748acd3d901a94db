#pragma once

#include <cenote/warehouse/arguments.hpp>
#include <cenote/warehouse/call_options.hpp>
#include <cenote/warehouse/caller.hpp>
#include <cenote/warehouse/page.hpp>
#include <cenote/warehouse/page_sql.hpp>
#include <cenote/warehouse/parameter.hpp>
#include <cenote/warehouse/query.hpp>
#include <cenote/warehouse/query_text.hpp>
#include <cenote/warehouse/rows.hpp>
#include <cenote/warehouse/sql_scan.hpp>

#include <concepts>
#include <cstdint>
#include <source_location>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cenote::detail {

/// Reads pages for a warehouse. A page only reads, so it is repeated unless the caller forbids it.
template <class Backend, class Caller>
class page_call {
    using session = typename Backend::session;
    using cursor = typename Backend::cursor;

    static constexpr sql::dialect dialect = sql::dialect_of(Backend::name);

public:
    page_call(
        Caller caller, const call_options& how, const query_text& query, std::span<parameter> given)
        : caller_{caller}
        , how_{how}
        , text_{query.text()}
        , where_{query.where()}
        , parsed_{sql::scan(text_, dialect)} {
        match(parsed_, given, dialect);
        check_pageable(parsed_);
        given_.assign(given.begin(), given.end());
    }

    template <class T>
    [[nodiscard]] paged<result<T>> read(const page& wanted) {
        check(wanted);
        return perform([&](session& on) {
            paged<result<T>> found{.number = wanted.number, .size = wanted.size};
            found.total = ask<std::int64_t>(on, count_of(text_, parsed_)).front();
            found.rows = ask<T>(on, page_of(text_, parsed_, wanted));
            found.pages = (found.total + wanted.size - 1) / wanted.size;
            found.has_next = wanted.number < found.pages;
            return found;
        });
    }

    template <class T>
    [[nodiscard]] paged_after<result<T>> read(const page_after& wanted) {
        check_size(wanted.size);
        const auto page = following_page(text_, parsed_, dialect, wanted);
        if (!wanted.after.is_null()) {
            given_.emplace_back(wanted.after);
            given_.back().name = after_name;
            check_passable(given_.back(), dialect);
        }
        return perform([&](session& on) {
            const auto found = ask<rows>(on, page);
            const auto kept = found.first(static_cast<std::size_t>(wanted.size));
            paged_after<result<T>> read;
            read.has_next = kept.size() < found.size();
            if (!kept.empty()) read.last = kept.back().template get<value>(wanted.column);
            if constexpr (std::same_as<T, rows>)
                read.rows = kept;
            else
                read.rows = kept.template as<T>();
            return read;
        });
    }

private:
    template <class Work>
    auto perform(Work work) {
        const account told{

            .sql = &text_,
            .where = where_,
            .given = given_,
            .repeatable = how_.again != repeat::never};
        return caller_.perform(how_, told, [&](session& on, account&) { return work(on); });
    }

    template <class T>
    [[nodiscard]] result<T> ask(session& on, const std::string& text) const {
        return fetch<T, cursor>(on, text, sql::scan(text, dialect), given_);
    }

    Caller caller_;
    const call_options& how_;
    const std::string& text_;
    std::source_location where_;
    sql::outline parsed_;
    std::vector<parameter> given_{};
};

} // namespace cenote::detail
