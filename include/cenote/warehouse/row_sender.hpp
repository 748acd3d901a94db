#pragma once

#include <cenote/db/overdue.hpp>
#include <cenote/warehouse/parameter.hpp>
#include <cenote/warehouse/send.hpp>
#include <cenote/warehouse/sql_outline.hpp>

#include <soci/soci.h>

#include <algorithm>
#include <cstddef>
#include <ctime>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace cenote::detail {

/// Sends one statement again and again with other values, prepared once.
///
/// What SOCI binds is an address of one type, so each placeholder has a place here that values are
/// copied into; a value of another type than the one before has the statement prepared anew.
template <class Session, class Cursor>
class row_sender {
public:
    row_sender(Session& on, const std::string& text, const sql::outline& statement)
        : on_{on}
        , text_{text}
        , outline_{statement} {}

    /// Sends the statement with the values of `row`, and returns how many rows it changed.
    /// Precondition: always the same names in the same order.
    long long send(std::span<const parameter> row) {
        places_.resize(row.size());
        bool fits = statement_.has_value();
        for (std::size_t i = 0; i < row.size(); ++i)
            fits &= places_[i].take(row[i]);
        if (!fits)
            prepare(row);
        else
            db::check_due(on_);
        statement_->execute(true);
        return statement_->get_affected_rows();
    }

private:
    class place {
    public:
        /// Returns whether what is bound still is right.
        bool take(const parameter& from) {
            return std::visit([this](const auto& held) { return this->take(held); }, from.held());
        }

        void bind(soci::statement& to, const std::string& name) {
            std::visit(
                [&](auto& held) { to.exchange(soci::use(std::as_const(held), null_, name)); },
                held_);
        }

    private:
        bool take(std::monostate) {
            null_ = soci::i_null; // whatever the type
            return true;
        }

        bool take(const std::string* text) { return take(*text); }

        template <class T>
        bool take(const T& given) {
            null_ = soci::i_ok;
            if (auto* same = std::get_if<T>(&held_)) {
                *same = given;
                return true;
            }
            held_ = given;
            return false;
        }

        std::variant<long long, unsigned long long, double, std::tm, std::string> held_{};
        soci::indicator null_ = soci::i_null;
    };

    void prepare(std::span<const parameter> row) {
        statement_.emplace(on_);
        statement_->alloc();
        for (std::size_t i = 0; i < row.size(); ++i)
            places_[i].bind(*statement_, std::string{row[i].name});
        prepare_timed(on_, *statement_, text_, soci::details::st_repeatable_query);
        if (outline_.trap && Cursor::names_by_soci) check_names(*statement_, outline_);
        statement_->define_and_bind();
    }

    Session& on_;
    const std::string& text_;
    const sql::outline& outline_;
    std::vector<place> places_{};
    std::optional<soci::statement> statement_{};
};

} // namespace cenote::detail
