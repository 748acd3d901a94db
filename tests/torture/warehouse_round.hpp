#pragma once

#include "clerk.hpp"

#include <atomic>
#include <chrono>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace torture {

/// A warehouse from its beginning to its end, with threads at it all the while.
template <class Site>
class warehouse_round {
    using warehouse = cenote::warehouse<typename Site::backend>;

public:
    explicit warehouse_round(dice d)
        : dice_{d} {}

    void run() {
        prepare();
        all_.emplace(site_.connect, drawn());
        torment();
        close();
        all_.reset();
        warehouse after{site_.connect};
        books_.check(balances(after), books_.made);
    }

private:
    static std::vector<std::int64_t> balances(warehouse& from) {
        return from.template execute_query<std::int64_t>("select balance from torture_account");
    }

    void prepare() {
        warehouse before{site_.connect};
        for (const auto* sql :
             {"drop table if exists torture_account",
              "drop table if exists torture_name",
              "create table torture_account (id bigint primary key, balance bigint, "
              "note varchar(20))",
              "create table torture_name (name varchar(20) primary key)",
              "insert into torture_name (name) values ('opensesame')"})
            before.execute_query(sql);
        for (std::int64_t id = 0; id < accounts::number; ++id)
            before.execute_query(
                "insert into torture_account (id, balance, note) values (:id, :sum, 'x')",
                id,
                accounts::each);
    }

    [[nodiscard]] cenote::options drawn() {
        using namespace std::chrono_literals;
        return {
            .verify_timeout = 500ms,
            .verify_window = dice_.up_to(20ms),
            .acquire_timeout = 1s,
            .query_timeout = dice_.one_in(2) ? 0ms : 300ms,
            .max_size = dice_.between(1, 6),
            .pool_recycle = dice_.one_in(2) ? 100ms : 0ms,
            .max_idle = dice_.one_in(2) ? 20ms : 0ms,
            .open_limit = dice_.between(1, 4),
            .open_timeout = 500ms,
            .open_attempts = static_cast<unsigned>(dice_.below(4)),
            .retry_base = 2ms,
            .retry_cap = 50ms,
            .breaker_after = dice_.one_in(2) ? 0ms : 50ms,
            .upkeep_interval = dice_.one_in(2) ? 0ms : 10ms,
            .keepalive = 10ms};
    }

    void torment() {
        using namespace std::chrono_literals;
        const auto number = dice_.between(2, 8);
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < number; ++i) {
            const dice own{dice_.below(SIZE_MAX), i};
            threads.emplace_back([this, own] {
                clerk<Site> one{*all_, books_, own};
                while (!over_ && !one.sees_closed())
                    one.take_step();
            });
        }
        const bool amid = dice_.one_in(2);
        for (const auto until = now() + 1500ms; now() < until;) {
            std::this_thread::sleep_for(5ms + dice_.up_to(100ms));
            harm();
        }
        if (amid) (void)all_->close(dice_.up_to(20ms));
        over_ = true;
    }

    void harm() {
        try {
            site_.harm(dice_);
            ++figures::all().killed;
        } catch (const soci::soci_error&) { // it was gone already, or locked by another
        }
    }

    void close() {
        using namespace std::chrono_literals;
        const auto begun = now();
        while (!all_->close(5s).complete())
            must(now() - begun < 5s, "close is not complete with all calls home");
        const auto seen = all_->stats().pool;
        must(seen.now.open + seen.now.opening + seen.now.waiting == 0, "something is left");
    }

    dice dice_;
    Site site_;
    accounts books_;
    std::optional<warehouse> all_;
    std::atomic<bool> over_{false};
};

} // namespace torture
