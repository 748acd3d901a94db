#pragma once

#include <cenote/base/fault.hpp>
#include <cenote/base/health.hpp>
#include <cenote/base/time.hpp>

#include <atomic>
#include <exception>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>

namespace test {

/// What tests pool: it cannot be moved, knows its number, and counts itself.
class thing {
public:
    thing(int number, std::atomic<int>& alive)
        : id{number}
        , alive_{alive} {
        ++alive_;
    }

    thing(const thing&) = delete;
    thing& operator=(const thing&) = delete;

    ~thing() { --alive_; }

    const int id;
    std::atomic<int> borrowers{0}; ///< More than one is a double lend.
    bool in_transaction = false;

private:
    std::atomic<int>& alive_;
};

/// A failure whose class is written on it.
struct scripted_error : std::runtime_error {
    scripted_error(cenote::fault f, const std::string& text)
        : runtime_error{text}
        , what_kind{f} {}

    cenote::fault what_kind;
};

/// The other side: what it does when asked is the test's to say, and what was asked of it is
/// counted.
struct world {
    std::atomic<int> alive{0};
    std::atomic<int> opens{0};
    std::atomic<int> open_attempts{0};
    std::atomic<int> closes{0};
    std::atomic<int> pings{0};
    std::atomic<int> rollbacks{0};
    std::function<void(cenote::deadline)> on_open = [](auto) {};
    std::function<cenote::health(thing&, cenote::deadline)> on_ping = [](auto&, auto) {
        return true;
    };
    std::function<cenote::health(thing&)> on_peek = [](auto&) { return true; };
    std::function<void(thing&)> on_rollback = [](thing& t) { t.in_transaction = false; };
    std::function<void(thing&)> on_close = [](auto&) {};
};

/// Opens things of a world; copies share it.
class factory {
public:
    explicit factory(std::shared_ptr<world> w)
        : world_{std::move(w)} {}

    [[nodiscard]] thing open(cenote::deadline until) {
        ++world_->open_attempts;
        world_->on_open(until);
        return thing{++world_->opens, world_->alive};
    }

    void close(thing& t) noexcept {
        ++world_->closes;
        world_->on_close(t);
    }

    [[nodiscard]] cenote::fault classify(const std::exception_ptr& error) const noexcept {
        try {
            std::rethrow_exception(error);
        } catch (const scripted_error& e) {
            return e.what_kind;
        } catch (...) {
            return cenote::fault::transient;
        }
    }

    [[nodiscard]] cenote::health peek(thing& t) noexcept { return world_->on_peek(t); }

    [[nodiscard]] cenote::health ping(thing& t, cenote::deadline until) {
        ++world_->pings;
        return world_->on_ping(t, until);
    }

    [[nodiscard]] bool in_transaction(thing& t) noexcept { return t.in_transaction; }

    void rollback(thing& t, cenote::deadline) {
        ++world_->rollbacks;
        world_->on_rollback(t);
    }

    void reset(thing& t, cenote::deadline until) { rollback(t, until); }

private:
    std::shared_ptr<world> world_;
};

} // namespace test
