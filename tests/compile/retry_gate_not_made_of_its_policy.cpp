// expect: retry policy: write in gate `explicit gate\(const P&\) noexcept`
#include <cenote/core/policy_set.hpp>

struct linear {
    using concern = cenote::concerns::retry;

    struct gate {
#ifdef ACCEPT
        explicit gate(const linear&) noexcept;
#else
        gate() noexcept;
#endif
        static constexpr bool timed = true;
        void pass(cenote::time_point) noexcept;
        [[nodiscard]] std::size_t opens_at_once() const noexcept;
        [[nodiscard]] bool refuses() const noexcept;
        [[nodiscard]] cenote::time_point next() const noexcept;
        [[nodiscard]] bool may_retry(cenote::time_point) noexcept;
        void opened(cenote::time_point) noexcept;
        void failed(cenote::time_point, cenote::fault, std::size_t, double) noexcept;
    };

    [[nodiscard]] std::optional<cenote::duration>
    next_delay(const cenote::failed_attempt&) const noexcept;
};

static_assert(sizeof(cenote::policy_set<linear>) > 0);
