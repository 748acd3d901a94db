#pragma once

#include <cenote/base/fault.hpp>
#include <cenote/base/time.hpp>

#include <cenote/db/interrupt.hpp>
#include <cenote/db/overdue.hpp>
#include <cenote/db/timed_work.hpp>
#include <cenote/warehouse/batch_reader.hpp>
#include <cenote/warehouse/caller.hpp>
#include <cenote/warehouse/kept_lease.hpp>
#include <cenote/warehouse/kept_query.hpp>
#include <cenote/warehouse/numbered_query.hpp>
#include <cenote/warehouse/query_error.hpp>
#include <cenote/warehouse/row_stream.hpp>
#include <cenote/warehouse/stream_options.hpp>

#include <chrono>
#include <optional>
#include <source_location>
#include <utility>

namespace cenote::detail {

/// Reads one query over one lease, which it keeps from the first batch to the last.
template <class Backend, class Pool, class T>
class query_source final : public row_source<T> {
    using reader = typename Backend::reader;
    using session = typename Backend::session;
    using lease = typename Pool::lease;

public:
    /// Sends nothing yet. Throws `bad_query`.
    query_source(
        const call_context<Pool>& of,
        const stream_options& how,
        statement query,
        std::source_location where)
        : of_{of}
        , how_{how}
        , query_{std::move(query), where, sql::dialect_of(Backend::name)} {
        check(how_);
        unlimited_.query_timeout = {};
    }

    /// Whether it holds a lease, or has ended: then `next` comes by none.
    [[nodiscard]] bool has_begun() const noexcept { return ended_ || reading_; }

    /// Whether it holds a lease, between two batches.
    [[nodiscard]] bool is_reading() const noexcept { return reading_.has_value(); }

    /// Ends, and gives the lease back.
    void close() noexcept {
        ended_ = true;
        give_back();
    }

    result<T> next() override {
        if (ended_) return {};
        if (reading_) return following();
        const auto until = begin();
        for (unsigned attempt = 1;; ++attempt) {
            auto taken = of_.pool.acquire(until, query_.where());
            if (auto batch = try_first(std::move(taken), attempt, until)) return *std::move(batch);
        }
    }

    /// Has a request by `by` end what is being read. It must outlive this.
    void ended_by(db::interrupt& by) noexcept { by_ = &by; }

    /// The first batch is asked for: counts the query. Returns by when that batch must be there, a
    /// connection to read it over included.
    [[nodiscard]] deadline begin() const {
        counts::add(of_.counted.queries);
        return how_.call.limit.value_or(of_.wanted.acquire_timeout).from(&now);
    }

    /// The first batch over this lease; none when the lease was lost and another is to be tried.
    std::optional<result<T>> try_first(lease taken, unsigned attempt, deadline until) {
        lease_.take(std::move(taken));
        try {
            return read(how_.call.limit ? until : of_.query_deadline(), [&](session& on) {
                const numbered_query<reader> sent{query_.text(), query_.parsed(), query_.given()};
                return reading_.emplace(on, sent, how_.batch).next();
            });
        } catch (const query_error& e) {
            if (!goes_on(e.kind(), attempt, until)) fail(e, attempt);
        }
        ended_ = false;
        counts::add(of_.counted.repeated);
        return {};
    }

    /// Any other batch. Precondition: the first one was delivered.
    result<T> following() {
        try {
            const auto& limit = how_.call.limit;
            const auto due = limit ? limit->from(&now) : of_.query_deadline();
            return read(due, [this](session&) { return reading_->next(); });
        } catch (const query_error& e) {
            fail(e, 1);
        }
    }

private:
    static time_point now() noexcept { return std::chrono::steady_clock::now(); }

    /// Tells of work that failed for good, after so many attempts.
    [[noreturn]] void fail(const query_error& last, unsigned attempts) const {
        counts::add(of_.counted.failed);
        auto story = last.failure();
        story.attempts = attempts;
        throw query_error{std::move(story)};
    }

    [[nodiscard]] bool goes_on(fault what, unsigned attempt, deadline until) const noexcept {
        return ends_resource(what) && !overdue_ && how_.call.again != repeat::never &&
               of_.switches.retry.on() && attempt < of_.wanted.query_attempts &&
               !until.passed(now());
    }

    /// Does `work` on the lease, and ends it with the last batch, or if that fails.
    template <class Work>
    result<T> read(deadline due, Work work) {
        caller<Pool> tells{of_.pool, unlimited_, of_.switches, unread_};
        ended_ = true;
        try {
            auto batch = tells.perform_on(
                lease_.session(), query_.told(how_.call.again), [&](session& on, account&) {
                    return within(due, on, [&] { return work(on); });
                });
            ended_ = batch.size() < how_.batch;
            if (ended_) give_back();
            return batch;
        } catch (const query_error& e) {
            if (ends_resource(e.kind()) && !overdue_) {
                reading_.reset();
                lease_.lose(e.kind());
            }
            give_back();
            throw;
        } catch (...) { // a column that is not of the type asked for, no memory
            give_back();
            throw;
        }
    }

    /// The session counts as the caller's: a transaction is left open on it.
    template <class Work>
    result<T> within(deadline due, session& on, Work work) {
        if (due == deadline::never() && by_ == nullptr) return work();
        try {
            return of_.pool.factory().within(on, due, db::owner::caller, work, by_);
        } catch (const db::overdue&) {
            overdue_ = true; // the work took too long, not the connection
            throw;
        }
    }

    void give_back() noexcept {
        reading_.reset();
        lease_.give_back();
    }

    call_context<Pool> of_;
    stream_options how_;
    kept_query query_;
    options unlimited_ = of_.wanted; // bounding a batch, and counting, is done here
    counts unread_{};
    kept_lease<Pool> lease_{of_};
    std::optional<batch_reader<reader, T>> reading_{}; // after the lease: it goes first
    db::interrupt* by_ = nullptr;
    bool overdue_ = false;
    bool ended_ = false;
};

} // namespace cenote::detail
