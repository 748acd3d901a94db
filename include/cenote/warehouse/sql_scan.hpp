#pragma once

#include <cenote/warehouse/sql_outline.hpp>
#include <cenote/warehouse/sql_token.hpp>
#include <cenote/warehouse/sql_tokens.hpp>

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

namespace cenote::sql {

/// Goes through a statement once and notes what `outline` holds.
class scanner {
public:
    scanner(std::string_view text, dialect whose) noexcept
        : tokens_{text, whose} {}

    [[nodiscard]] outline run() && {
        for (auto found = tokens_.next(); found.kind != token_kind::end; found = tokens_.next())
            take(found);
        finish();
        return std::move(found_);
    }

private:
    enum class row : unsigned char { none, announced, open, whole, refused };

    void take(const token& found) {
        if (is(found, ';')) {
            ended_ = ended_ || !found_.empty;
            return;
        }
        found_.several = found_.several || ended_;
        if (ended_) return;
        found_.empty = false;
        found_.end = found.position + found.text.size();
        take_kind(found);
        previous_ = found;
    }

    void take_kind(const token& found) {
        if (inserts_) follow_row(found);
        if (found.kind == token_kind::word) take_word(found);
        if (found.kind == token_kind::placeholder)
            found_.placeholders.push_back({found.text.substr(1), found.position});
        if (found.kind != token_kind::symbol) return;
        if (is(found, '(')) ++depth_;
        if (is(found, ')') && depth_ > 0) --depth_;
        if (found.text == ":=") writes_ = true;
    }

    void take_word(const token& found) {
        if (!std::exchange(named_, true)) take_verb(found);
        // A column of such a name costs no more than a repeat that is not made.
        if (is_any(found, "insert", "update", "delete", "merge", "into")) writes_ = true;
        if (is_any(found, "create", "call", "execute")) writes_ = true;
        if (is(found, "share") && is_any(previous_, "for", "in", "key")) writes_ = true;
        if (depth_ == 0) take_clause(found);
    }

    void take_verb(const token& found) {
        found_.query = is_any(found, "select", "with", "values", "table");
        reads_ = found_.query || is_any(found, "show", "explain", "describe", "desc");
        inserts_ = is_any(found, "insert", "replace");
    }

    void take_clause(const token& found) {
        if (is(found, "by") && is(previous_, "order")) {
            found_.order_by = previous_.position;
            found_.limited = false;
        }
        if (is_any(found, "limit", "offset", "fetch", "for")) found_.limited = true;
    }

    /// Follows the row of an insert, and what comes behind it.
    void follow_row(const token& found) {
        switch (row_state_) {
        case row::none:
            if (depth_ == 0 && is_any(found, "values", "value")) row_state_ = row::announced;
            break;
        case row::announced:
            row_state_ = is(found, '(') ? row::open : row::refused;
            row_.begin = found.position;
            break;
        case row::open:
            if (depth_ == 1 && is(found, ')')) row_state_ = row::whole;
            row_.end = found.position + 1;
            break;
        case row::whole: // a second row, or rows that come back: not for us to multiply
            if (!std::exchange(tail_, true) && is(found, ',')) row_state_ = row::refused;
            if (is(found, "returning")) row_state_ = row::refused;
            break;
        case row::refused: break;
        }
    }

    void finish() {
        found_.read = reads_ && !writes_ && !found_.several;
        found_.trap = tokens_.met_a_trap();
        const auto inside = [this](const placeholder& one) {
            return one.position > row_.begin && one.position < row_.end;
        };
        if (row_state_ == row::whole && !found_.several &&
            std::all_of(found_.placeholders.begin(), found_.placeholders.end(), inside))
            found_.inserted_row = row_;
    }

    tokens tokens_;
    outline found_{};
    token previous_{};
    span row_{};
    std::size_t depth_{};
    row row_state_{row::none};
    bool named_{};
    bool reads_{};
    bool writes_{};
    bool inserts_{};
    bool ended_{};
    bool tail_{};
};

/// Looks through `text` once, by the rules of `whose` SQL. What is no SQL is for the server to refuse.
///
/// `outline::read` goes by the words of the statement: it cannot know that a function called in a
/// SELECT changes something. Callers who do that say so (`cenote::once`).
/// Complexity: linear in the text; allocates for the placeholders only.
[[nodiscard]] inline outline scan(std::string_view text, dialect whose) {
    return scanner{text, whose}.run();
}

} // namespace cenote::sql
