// expect: clock policy: write `using concern = cenote::concerns::clock;`
#include <cenote/policy/clock.hpp>

struct sundial {
#ifdef ACCEPT
    using concern = cenote::concerns::clock;
#else
    using concern = cenote::concerns::retry;
#endif
    [[nodiscard]] cenote::time_point now() const noexcept;
    void
    wait_until(std::unique_lock<std::mutex>&, std::condition_variable&, cenote::time_point) const;
};

static_assert(sizeof(cenote::clock::check_policy<sundial>) > 0);
