#pragma once

#include "world.hpp"

namespace torture {

/// Opens things of a world; copies share it.
class factory {
public:
    explicit factory(std::shared_ptr<world> w)
        : world_{std::move(w)} {}

    [[nodiscard]] thing open(cenote::deadline) {
        using namespace std::chrono_literals;
        const under_way here{*world_};
        dice d = world_->fate();
        if (!world_->calm) {
            try {
                open_in_storm(d);
            } catch (...) {
                ++world_->failed;
                ++figures::all().failed_opens;
                throw;
            }
        }
        ++figures::all().opens;
        return thing{world_, now() + (d.one_in(3) ? d.up_to(20ms) : 1h)};
    }

    void close(thing& t) noexcept {
        using namespace std::chrono_literals;
        dice d = world_->fate();
        t.close();
        ++world_->closed;
        if (d.one_in(10)) world_->rest(d.up_to(d.one_in(10) ? 30ms : 3ms));
    }

    [[nodiscard]] cenote::fault classify(const std::exception_ptr& error) const noexcept {
        try {
            std::rethrow_exception(error);
        } catch (const failure& e) {
            return e.what_kind;
        } catch (...) {
            return cenote::fault::transient;
        }
    }

    [[nodiscard]] cenote::health peek(thing& t) noexcept {
        const in_use here{t};
        dice d = world_->fate();
        if (!t.lost() && (world_->calm || !d.one_in(30))) return true;
        t.found_unfit();
        return any_fault(d);
    }

    [[nodiscard]] cenote::health ping(thing& t, cenote::deadline until) {
        using namespace std::chrono_literals;
        const in_use here{t};
        dice d = world_->fate();
        if (d.one_in(8)) world_->rest(d.up_to(d.one_in(6) ? 20ms : 2ms));
        if (world_->calm && !until.passed(now())) return true;
        const bool late = until.passed(now()); // an answer that the pool must not believe
        const bool lost = t.lost() || (world_->down && !d.one_in(4)) || d.one_in(20);
        if (!lost && !late) return true;
        t.found_unfit();
        if (!lost) return true;
        if (d.one_in(3)) throw_something(d);
        return any_fault(d);
    }

    [[nodiscard]] bool in_transaction(thing& t) noexcept { return t.in_transaction; }

    void rollback(thing& t, cenote::deadline) {
        using namespace std::chrono_literals;
        const in_use here{t};
        dice d = world_->fate();
        if (d.one_in(20)) world_->rest(d.up_to(5ms));
        if (!world_->calm && d.one_in(15)) {
            t.found_unfit();
            throw_something(d);
        }
        t.in_transaction = false;
    }

    void reset(thing& t, cenote::deadline until) { rollback(t, until); }

private:
    struct in_use {
        thing& what;

        explicit in_use(thing& t)
            : what{t} {
            what.take("a destroyed resource was asked");
        }

        in_use(const in_use&) = delete;
        in_use& operator=(const in_use&) = delete;

        ~in_use() { what.leave(); }
    };

    struct under_way {
        world& where;

        explicit under_way(world& w)
            : where{w} {
            const auto others = where.opening++;
            must(others < where.most_opening, "too many are being opened:", others + 1);
        }

        under_way(const under_way&) = delete;
        under_way& operator=(const under_way&) = delete;

        ~under_way() { --where.opening; }
    };

    void open_in_storm(dice& d) {
        using namespace std::chrono_literals;
        if (d.one_in(4)) world_->rest(d.up_to(3ms));
        if (d.one_in(25)) world_->rest(d.up_to(60ms));
        if (world_->down ? !d.one_in(10) : d.one_in(8)) throw_something(d);
    }

    std::shared_ptr<world> world_;
};

} // namespace torture
