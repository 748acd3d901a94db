#pragma once

#include <cenote/base/acquire_error.hpp>

#include <cenote/warehouse.hpp>

#include "accounts.hpp"
#include "dice.hpp"
#include "figures.hpp"
#include "referee.hpp"
#include "world.hpp"

#include <chrono>
#include <cstdint>
#include <exception>
#include <string>
#include <vector>

namespace torture {

/// One thread that works a warehouse.
///
/// Thread-safety: belongs to one thread.
template <class Site>
class clerk {
    using warehouse = cenote::warehouse<typename Site::backend>;

public:
    clerk(warehouse& all, accounts& books, dice d)
        : all_{all}
        , books_{books}
        , dice_{d} {}

    void take_step() {
        const auto what = dice_.below(10);
        const auto a = static_cast<std::int64_t>(dice_.below(accounts::number));
        const auto b = static_cast<std::int64_t>(dice_.below(accounts::number));
        const auto span = dice_.up_to(std::chrono::milliseconds{60});
        const bool odd = dice_.one_in(2);
        switch (what) {
        case 0:
        case 1: return deposit(a);
        case 2:
        case 3: return transfer(a, b);
        case 4:
        case 5: return count(span, odd);
        case 6: return turn_pages();
        case 7: return run_out_of_time(span);
        case 8: return odd ? leave_open(a) : collide();
        default: return odd ? all_.refresh() : switch_repairs(dice_);
        }
    }

    [[nodiscard]] bool sees_closed() const noexcept { return closed_; }

private:
    enum class outcome { done, refused, unsure };

    /// Bound to queries; no error may tell it.
    static constexpr const char* secret = "opensesame";

    void deposit(std::int64_t to) {
        ++books_.begun;
        const auto how = attempt([&] {
            all_.execute_query(
                "update torture_account set balance = balance + 1 "
                "where id = :id and note <> :secret",
                to,
                secret);
        });
        if (how == outcome::done) ++books_.made;
        if (how == outcome::refused) ++books_.refused;
    }

    void transfer(std::int64_t from, std::int64_t to) {
        const auto amount = static_cast<std::int64_t>(dice_.below(100));
        const auto* sql = "update torture_account set balance = balance + :sum where id = :id";
        (void)attempt([&] {
            all_.execute_batch_query(
                {cenote::statement{sql, -amount, from}, cenote::statement{sql, amount, to}});
        });
    }

    void count(cenote::duration span, bool bounded) {
        const std::int64_t at_least = books_.made;
        (void)attempt([&] {
            const auto how = bounded ? cenote::within(span) : cenote::call_options{};
            books_.check(
                all_.template execute_query<std::int64_t>(
                    how, "select balance from torture_account where note <> :secret", secret),
                at_least);
        });
    }

    void turn_pages() {
        const auto size = static_cast<std::int64_t>(dice_.between(1, 7));
        (void)attempt([&] {
            const auto got = all_.template execute_paginated_query<std::int64_t>(
                "select id from torture_account order by id",
                cenote::page{.number = 2, .size = size});
            must(got.total == accounts::number, "the pages have in all:", got.total);
            must(std::ssize(got.rows) == size && got.rows.front() == size, "a page is wrong");
        });
    }

    void run_out_of_time(cenote::duration span) {
        const auto begun = now();
        const auto how = attempt([&] { all_.execute_query(cenote::within(span), Site::slow); });
        const auto over = now() - begun - span;
        figures::all().overrun(over);
        must(how != outcome::done, "what takes a minute was done");
        must(
            over < std::chrono::milliseconds{1500},
            "a query outlived its deadline, by ns:",
            over.count());
    }

    /// A transaction that is never committed.
    void leave_open(std::int64_t account) {
        (void)attempt([&] {
            const auto lease = all_.connection(std::chrono::milliseconds{200});
            *lease << "begin";
            all_.execute_query(
                *lease, "update torture_account set balance = 0 where id = :id", account);
        });
    }

    void collide() {
        const auto how = attempt(
            [&] { all_.execute_query("insert into torture_name (name) values (:name)", secret); });
        must(how != outcome::done, "one name was inserted twice");
    }

    /// All but the rollback, without which an open transaction would be the next borrower's.
    void switch_repairs(dice& d) {
        auto& repairs = all_.repairs();
        for (auto* one : {&repairs.verify, &repairs.retry, &repairs.recycle, &repairs.refresh})
            one->set(!d.one_in(3));
    }

    template <class Work>
    [[nodiscard]] outcome attempt(Work work) {
        ++figures::all().queries;
        try {
            work();
            return outcome::done;
        } catch (const cenote::query_error& e) {
            return failed(e, e.failure().unsure ? outcome::unsure : outcome::refused);
        } catch (const cenote::acquire_error& e) {
            closed_ = e.failure().kind == cenote::errc::closed;
            ++figures::all().failed[static_cast<std::size_t>(e.failure().kind)];
            return failed(e, outcome::refused);
        } catch (const soci::soci_error& e) { // of the bare session
            return failed(e, outcome::refused);
        } catch (const std::exception& e) {
            referee::one().violated(std::string{"an error of no known kind: "} + e.what());
        }
    }

    [[nodiscard]] static outcome failed(const std::exception& e, outcome how) {
        ++figures::all().failed_queries;
        const std::string text = e.what();
        if (text.find(secret) != std::string::npos)
            referee::one().violated("an error tells a bound value: " + text);
        return how;
    }

    warehouse& all_;
    accounts& books_;
    dice dice_;
    bool closed_ = false;
};

} // namespace torture
