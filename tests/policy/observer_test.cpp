#include <cenote/policy/observer.hpp>

#include <memory>
#include <string>
#include <support/catch.hpp>

using namespace cenote;

namespace {

/// Has two of the hooks, one of them not const, and cannot be derived from.
struct diary final {
    using concern = concerns::observer;

    std::string entries;

    void on_lent() noexcept { entries += 'l'; }

    void on_closed(close_cause why) noexcept { entries += to_string(why); }
};

struct shared_diary {
    using concern = concerns::observer;

    std::shared_ptr<std::string> entries = std::make_shared<std::string>();
    char who = '?';

    void on_waiting() const noexcept { entries->push_back(who); }
};

struct overloaded_wrongly {
    using concern = concerns::observer;
    void on_lent(int) noexcept;
    void on_lent(double) noexcept;
};

class private_hook {
public:
    using concern = concerns::observer;

private:
    [[maybe_unused]] void on_lent() noexcept;
};

struct final_and_wrong final {
    using concern = concerns::observer;
    void on_closed() noexcept;
};

struct hook_template {
    using concern = concerns::observer;

    template <class Cause>
    void on_closed(Cause) noexcept {}
};

struct not_a_hook {
    using concern = concerns::observer;
    void on_paper(int);
};

/// Tells of one event of every kind.
template <class Observer>
void tell_all(Observer& told) {
    observer::tell::opened(told);
    observer::tell::open_failed(told, fault::overloaded);
    observer::tell::validated(told, proof::ping, true);
    observer::tell::validated(told, proof::peek, fault::lost);
    observer::tell::lent(told);
    observer::tell::returned(told);
    observer::tell::closed(told, close_cause::too_idle);
    observer::tell::refreshed(told, 7);
    observer::tell::waiting(told);
    observer::tell::failed(told, errc::queue_full);
}

const observer::counts one_of_each{
    .opened = 1,
    .lent = 1,
    .returned = 1,
    .waited = 1,
    .alive = 1,
    .dead = 1,
    .refreshes = 1,
    .open_failed_by = {0, 0, 0, 1, 0, 0},
    .closed_by = {0, 1, 0, 0, 0, 0, 0, 0},
    .failed_by = {0, 0, 0, 0, 1, 0, 0}};

} // namespace

// A member with a hook's name must be one that is called, however it is declared.
static_assert(observer::policy<diary>);
static_assert(observer::policy<hook_template>);
static_assert(observer::policy<not_a_hook>);
static_assert(!observer::policy<overloaded_wrongly>);
static_assert(!observer::policy<private_hook>);
static_assert(!observer::policy<final_and_wrong>);

TEST_CASE(
    "an observer is told of what it has a hook for, and of nothing else", "[policy][observer]") {
    diary told;
    tell_all(told);
    CHECK(told.entries == "ltoo_idle");
}

TEST_CASE("observer::counters counts each event once, by cause", "[policy][observer]") {
    observer::counters told;
    tell_all(told);
    CHECK(told.read() == one_of_each);
    CHECK(told.read().open_failed(fault::overloaded) == 1);
    CHECK(told.read().closed(close_cause::too_idle) == 1);
    CHECK(told.read().failed(errc::queue_full) == 1);
}

TEST_CASE("copies of observer::counters share their numbers", "[policy][observer]") {
    const observer::counters kept;
    observer::counters given = kept;
    tell_all(given);
    CHECK(kept.read() == one_of_each);
}

TEST_CASE("observer::all_of tells each part of every event, in order", "[policy][observer]") {
    const shared_diary first{.who = 'a'};
    const shared_diary second{.entries = first.entries, .who = 'b'};
    const observer::counters counted;
    observer::all_of told{first, observer::none{}, counted, second};
    tell_all(told);
    CHECK(*first.entries == "ab");
    CHECK(counted.read() == one_of_each);
}
