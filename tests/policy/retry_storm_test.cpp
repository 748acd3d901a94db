#include <cenote/policy/retry.hpp>

#include <algorithm>
#include <random>
#include <support/catch.hpp>
#include <utility>
#include <vector>

using namespace cenote;
using namespace std::chrono_literals;

namespace {

/// What a storm came to.
struct tally {
    int attempts = 0;
    int retries = 0; ///< Of the attempts, those that were not a caller's first.
    int refused = 0; ///< Callers that failed at once.
    std::size_t most_at_once = 0;
};

/// A thousand callers that all want a resource of a server which refuses every connection, each
/// again 100 ms after it failed. An attempt takes a step of 5 ms; ten places are all there are.
template <class Policy>
class storm {
public:
    explicit storm(const Policy& policy)
        : policy_{policy}
        , gate_{policy} {}

    tally rage(duration span) {
        for (const time_point end = now_ + span; now_ < end; now_ += 5ms) {
            gate_.pass(now_);
            fail_those_under_way();
            for (caller& each : callers_)
                serve(each);
            tally_.most_at_once = std::max(tally_.most_at_once, under_way_.size());
        }
        return tally_;
    }

private:
    struct caller {
        time_point idle_until{};
        failed_attempt last{.number = 0};
        bool trying = false;
    };

    void serve(caller& each) {
        if (each.trying || now_ < each.idle_until) return;
        if (under_way_.size() < std::min(places, gate_.opens_at_once())) {
            each.trying = true;
            under_way_.push_back(&each);
        } else if (gate_.refuses()) {
            ++tally_.refused;
            come_again(each);
        }
    }

    void fail_those_under_way() {
        for (caller* each : std::exchange(under_way_, {})) {
            ++tally_.attempts;
            tally_.retries += each->last.number > 0;
            gate_.failed(now_, fault::transient, 0, draw());
            each->trying = false;
            ++each->last.number;
            each->last.draw = draw();
            const auto delay = policy_.next_delay(each->last);
            if (delay && gate_.may_retry(now_)) {
                each->last.previous = *delay;
                each->idle_until = now_ + *delay;
            } else {
                come_again(*each);
            }
        }
    }

    void come_again(caller& each) { each = {.idle_until = now_ + 100ms}; }

    double draw() { return std::uniform_real_distribution<double>{0.0, 1.0}(engine_); }

    static constexpr std::size_t places = 10;

    const Policy& policy_;
    retry::gate_of<Policy> gate_;
    time_point now_{1h};
    std::mt19937_64 engine_{1}; // the same storm each time
    std::vector<caller> callers_{1000};
    std::vector<caller*> under_way_;
    tally tally_;
};

template <class Policy>
tally rage_for_a_minute(const Policy& policy) {
    return storm{policy}.rage(60s);
}

} // namespace

TEST_CASE("a storm of callers without a gate tries as often as it can", "[policy][retry][gate]") {
    const tally result = rage_for_a_minute(retry::full_jitter{});
    CHECK(result.attempts > 100'000); // ten at once, each for 5 ms, would be 120 000
    CHECK(result.refused == 0);
}

TEST_CASE("a breaker leaves of a storm one attempt a second", "[policy][retry][gate]") {
    const retry::breaker policy{};
    const tally result = rage_for_a_minute(policy);
    // Ten under way when it began; four delays that grow from 50 ms; then one each second for 30 s,
    // and one each 0.9 to 1 s for the rest.
    CHECK(result.attempts <= 10 + 4 + 30 + 34);
    CHECK(result.attempts >= 10 + 4 + 28 + 28);
    CHECK(result.most_at_once == 10);
    CHECK(result.refused > 100'000); // a thousand callers, ten times a second, for some 30 s
}

TEST_CASE("a budget leaves of a storm the retries it has", "[policy][retry][gate]") {
    const retry::budgeted policy{5.0, 0.2, 20.0};
    const tally result = rage_for_a_minute(policy);
    CHECK(result.retries <= 20 + 5 * 60);
    CHECK(result.retries >= 5 * 59);
}

TEST_CASE("a budget around a breaker holds both bounds in a storm", "[policy][retry][gate]") {
    const retry::budgeted policy{0.25, 0.2, 4.0, retry::breaker{}};
    const tally result = rage_for_a_minute(policy);
    CHECK(result.attempts <= 10 + 4 + 30 + 34);
    CHECK(result.retries <= 4 + 15);
    CHECK(result.retries > 0);
    CHECK(result.refused > 100'000);
}
