#include <cenote/policy/factory.hpp>
#include <cenote/policy/release.hpp>
#include <cenote/policy/validation.hpp>

#include <concepts>
#include <coroutine>
#include <exception>
#include <memory>
#include <support/catch.hpp>
#include <utility>

using namespace cenote;

namespace {

struct executor {};

/// An awaitable that is done at once.
template <class T>
class soon {
public:
    using value_type = T;
    using executor_type = executor;

    struct promise_type {
        std::unique_ptr<T> value;

        [[nodiscard]] soon get_return_object() {
            return soon{std::coroutine_handle<promise_type>::from_promise(*this)};
        }

        [[nodiscard]] std::suspend_never initial_suspend() noexcept { return {}; }

        [[nodiscard]] std::suspend_always final_suspend() noexcept { return {}; }

        void return_value(T v) { value = std::make_unique<T>(std::move(v)); }

        void unhandled_exception() { std::terminate(); }
    };

    soon(soon&& other) noexcept
        : own_{std::exchange(other.own_, nullptr)} {}

    soon& operator=(soon&&) = delete;

    ~soon() {
        if (own_) own_.destroy();
    }

    [[nodiscard]] T get() const { return *own_.promise().value; }

private:
    explicit soon(std::coroutine_handle<promise_type> own) noexcept
        : own_{own} {}

    std::coroutine_handle<promise_type> own_;
};

struct line {
    health seen = true;
    health answers = true;
    int pings = 0;
    int cleanings = 0;
};

struct lines {
    soon<line> open(deadline) { co_return line{}; }

    executor get_executor() { return {}; }

    health peek(line& l) { return l.seen; }

    soon<health> ping(line& l, deadline) {
        ++l.pings;
        co_return l.answers;
    }

    bool in_transaction(line&) noexcept { return true; }

    soon<int> rollback(line& l, deadline) { co_return ++l.cleanings; }

    soon<int> reset(line& l, deadline) { co_return ++l.cleanings; }
};

struct homeless {
    soon<line> open(deadline);
};

struct plain {
    line open(deadline);

    bool ping(line&, deadline) { return true; }

    void reset(line&, deadline) {}
};

/// Awaits an answer that has no reason in it.
struct yes_or_no {
    soon<bool> operator()(line& l) const { co_return l.answers.alive(); }
};

struct no_answer {
    soon<line> operator()(line& l) const { co_return l; }
};

template <class Policy, class Factory>
using proved = decltype(std::declval<const Policy&>().prove(
    std::declval<Factory&>(), std::declval<line&>(), proof::ping, deadline::never()));

template <class Policy, class Factory>
using cleaned = decltype(std::declval<const Policy&>().clean(
    std::declval<Factory&>(), std::declval<line&>(), deadline::never()));

} // namespace

static_assert(awaitable<soon<int>> && !awaitable<int> && !awaitable<line>);

TEST_CASE("a factory opens what its awaitable gives, and says where it awaits", "[awaited]") {
    STATIC_REQUIRE(factory<lines>);
    STATIC_REQUIRE(opens_by_awaiting<lines>);
    STATIC_REQUIRE(std::same_as<resource_of<lines>, line>);
    STATIC_REQUIRE(std::same_as<resource_of<plain>, line>);
    STATIC_REQUIRE(factory<plain>);
    STATIC_REQUIRE_FALSE(opens_by_awaiting<plain>);
    STATIC_REQUIRE_FALSE(factory<homeless>);
}

TEMPLATE_TEST_CASE(
    "a proof is awaited where the ping is, and only there",
    "[awaited][validation]",
    validation::always<>,
    validation::after_idle<>) {
    STATIC_REQUIRE(std::same_as<proved<TestType, lines>, soon<health>>);
    STATIC_REQUIRE(std::same_as<proved<TestType, plain>, health>);
    STATIC_REQUIRE(validation::policy_for<TestType, lines, line>);
    lines maker;
    line one{.answers = fault::timed_out};
    const TestType policy{};
    const auto found = policy.prove(maker, one, proof::ping, deadline::never()).get();
    CHECK_FALSE(found.alive());
    CHECK(found.why() == fault::timed_out);
}

TEST_CASE("a ladder awaits the ping, and need not ask it", "[awaited][validation]") {
    using policy = validation::ladder<>;
    STATIC_REQUIRE(validation::policy_for<policy, lines, line>);
    lines maker;
    line one;
    const auto prove = [&](proof wanted) {
        return policy{}.prove(maker, one, wanted, deadline::never()).get();
    };
    CHECK(prove(proof::peek).alive());
    CHECK(one.pings == 0);
    one.answers = fault::timed_out;
    CHECK(prove(proof::ping) == health{fault::timed_out});
    CHECK(one.pings == 1);
    one.seen = fault::read_only;
    CHECK(prove(proof::ping) == health{fault::read_only});
    CHECK(one.pings == 1);
}

TEST_CASE("a probe of one's own may be awaited, for health or bool", "[awaited][validation]") {
    STATIC_REQUIRE(validation::policy_for<validation::always<yes_or_no>, lines, line>);
    STATIC_REQUIRE_FALSE(validation::policy_for<validation::always<no_answer>, lines, line>);
    const validation::ladder<yes_or_no> policy{};
    lines maker;
    line one;
    CHECK(policy.prove(maker, one, proof::ping, deadline::never()).get());
    one.seen = fault::read_only;
    CHECK_FALSE(policy.prove(maker, one, proof::ping, deadline::never()).get());
}

TEMPLATE_TEST_CASE(
    "a cleaning is awaited where the factory's is",
    "[awaited][release]",
    release::reset,
    release::rollback,
    release::discard_on_exception<release::reset>) {
    STATIC_REQUIRE(release::policy_for<TestType, lines, line>);
    lines maker;
    line one;
    CHECK(TestType{}.clean(maker, one, deadline::never()).get() == 1);
}

TEST_CASE("a cleaning that is not awaited returns nothing", "[awaited][release]") {
    STATIC_REQUIRE(std::same_as<cleaned<release::reset, plain>, void>);
    STATIC_REQUIRE(std::same_as<cleaned<release::discard_on_exception<>, plain>, void>);
}
