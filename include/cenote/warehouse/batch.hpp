#pragma once

#include <cenote/base/fault.hpp>

#include <cenote/warehouse/arguments.hpp>
#include <cenote/warehouse/batch_row.hpp>
#include <cenote/warehouse/multi_row.hpp>
#include <cenote/warehouse/parameter.hpp>
#include <cenote/warehouse/row_sender.hpp>
#include <cenote/warehouse/sql_outline.hpp>

#include <soci/soci.h>

#include <cstddef>
#include <exception>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cenote {

/// What a batch did.
struct batch_result {
    std::size_t done{};   ///< Rows of the batch, or statements of the list.
    long long affected{}; ///< Rows that the database says it changed.
};

namespace detail {

/// Sends the rows of a batch, in a transaction that the caller has begun and will end.
///
/// Where the statement allows, many rows go in one INSERT. A chunk that is refused is undone and
/// sent again row by row: that finds the row at fault, or, where rows were at fault only together
/// (two that meet in one ON CONFLICT), does without.
template <class Backend>
class batch {
    using session = typename Backend::session;
    using cursor = typename Backend::cursor;

    static constexpr sql::dialect dialect = sql::dialect_of(Backend::name);

public:
    /// Rows in one chunk; more gain nothing.
    static constexpr std::size_t max_rows = 1'000;

    /// Bytes in one chunk, about; far below any server's limit for one statement.
    static constexpr std::size_t max_bytes = 1U << 20U;

    batch(Backend& backend, session& on, const std::string& text, const sql::outline& statement)
        : backend_{backend}
        , on_{on}
        , names_{distinct_names(statement.placeholders)}
        , single_{on, text, statement} {
        // SQLite is in this process: there are no round trips to save, and long statements cost it
        // more than they bring.
        if (statement.inserted_row && !statement.trap && !names_.empty() &&
            dialect != sql::dialect::sqlite3)
            many_ = std::make_unique<multi_row>(text, statement, names_);
    }

    /// Sends all. Throws what the driver throws, and `bad_query` for a row that does not fit.
    template <class Rows>
    [[nodiscard]] batch_result send(const Rows& rows) {
        for (const auto& row : rows) {
            append_named(pending_, row, sent_ + count_, names_, dialect);
            for (const auto& one : std::span{pending_}.last(names_.size()))
                bytes_ += one.size();
            ++count_;
            if (is_full()) flush();
        }
        flush();
        return {sent_, affected_};
    }

    /// The values that were being sent when sending failed: of one row, or of a whole chunk.
    [[nodiscard]] std::span<const parameter> failed() const noexcept {
        const std::span<const parameter> all{pending_};
        return alone_ ? all.subspan((*alone_ - sent_) * names_.size(), names_.size()) : all;
    }

    /// The row that was being sent alone, from 0; nothing if it was not alone.
    [[nodiscard]] std::optional<std::size_t> alone() const noexcept { return alone_; }

private:
    [[nodiscard]] bool is_full() const noexcept {
        return !many_ || count_ >= max_rows || bytes_ >= max_bytes ||
               (count_ + 1) * many_->values() > Backend::max_parameters;
    }

    void flush() {
        if (count_ == 1)
            send_alone();
        else if (count_ > 1)
            send_together();
        sent_ += std::exchange(count_, 0);
        bytes_ = 0;
        pending_.clear();
    }

    void send_together() {
        const bool first = sent_ == 0;
        if (!first) on_ << "savepoint cenote_chunk";
        try {
            affected_ += many_->send(on_, pending_);
            if (!first) on_ << "release savepoint cenote_chunk";
            return;
        } catch (...) { // what another try cannot cure is worth the search for the row
            if (backend_.classify(on_, std::current_exception()) != fault::permanent) throw;
        }
        undo_chunk(first);
        send_alone();
    }

    void undo_chunk(bool first) {
        if (first) {
            on_.rollback();
            on_.begin();
        } else {
            on_ << "rollback to savepoint cenote_chunk";
        }
    }

    void send_alone() {
        const std::span<const parameter> all{pending_};
        for (std::size_t i = 0; i < count_; ++i) {
            alone_ = sent_ + i;
            affected_ += single_.send(all.subspan(i * names_.size(), names_.size()));
        }
        alone_.reset();
    }

    Backend& backend_;
    session& on_;
    std::vector<std::string_view> names_;
    row_sender<session, cursor> single_;
    std::unique_ptr<multi_row> many_;  // null where a statement takes one row
    std::vector<parameter> pending_{}; // the values of `count_` rows
    std::size_t count_{};
    std::size_t bytes_{};
    std::size_t sent_{};
    std::optional<std::size_t> alone_{};
    long long affected_{};
};

} // namespace detail

} // namespace cenote
