#pragma once

#include <cenote/base/limits.hpp>
#include <cenote/base/time.hpp>

#include <cenote/policy/closing.hpp>
#include <cenote/policy/opening.hpp>
#include <cenote/policy/recycling.hpp>
#include <cenote/policy/release.hpp>
#include <cenote/policy/retry.hpp>
#include <cenote/policy/upkeep.hpp>
#include <cenote/policy/validation.hpp>
#include <cenote/policy/workers.hpp>

#include <cenote/core/bundle.hpp>

#include <cenote/warehouse/options.hpp>
#include <cenote/warehouse/repairs.hpp>
#include <cenote/warehouse/switched.hpp>

#include <cstddef>
#include <limits>
#include <memory>
#include <utility>

namespace cenote {

/// The policies of a warehouse's pool: the five repairs, each behind its switch, and threads that
/// open, close and look after what is idle.
using repaired = bundle<
    switched_validation<validation::ladder<>>,
    switched_retry<retry::breaker<retry::full_jitter>>,
    switched_recycling<recycling::any_of<recycling::max_age, recycling::max_idle>>,
    switched_release<release::rollback>,
    switched_refreshing,
    opening::in_background,
    closing::in_background,
    upkeep::every,
    workers::any>;

/// Who does what would block: threads that are kept for a while.
[[nodiscard]] inline workers::any workers_of(const options& wanted) {
    if (wanted.workers) return *wanted.workers;
    constexpr std::size_t no_end = std::numeric_limits<std::size_t>::max();
    return workers::threads{.most = wanted.worker_threads == 0 ? no_end : wanted.worker_threads};
}

/// The policies that the options describe. Throws `options_error` for a bad option.
[[nodiscard]] inline repaired
policies_of(const options& wanted, const std::shared_ptr<const repair_switches>& by) {
    wanted.check();
    const auto never_if_zero = [](duration span) {
        return span == duration::zero() ? duration::max() : span;
    };
    constexpr unsigned no_end = std::numeric_limits<unsigned>::max();
    const retry::full_jitter backoff{
        .base = wanted.retry_base,
        .cap = wanted.retry_cap,
        .attempts = wanted.open_attempts == 0 ? no_end : wanted.open_attempts};
    return repaired{
        {by, {wanted.verify_window, probe::ping{.timeout = wanted.verify_timeout}}},
        {by, {.after = never_if_zero(wanted.breaker_after), .inner = backoff}},
        {by,
         recycling::any_of{
             recycling::max_age{.limit = never_if_zero(wanted.pool_recycle)},
             recycling::max_idle{.limit = never_if_zero(wanted.max_idle)}}},
        {by, {.timeout = wanted.rollback_timeout}},
        {by},
        {.limit = wanted.open_limit, .patience = wanted.open_timeout},
        {},
        {.interval = never_if_zero(wanted.upkeep_interval),
         .keepalive = never_if_zero(wanted.keepalive)},
        workers_of(wanted)};
}

/// The pool's limits that the options describe.
[[nodiscard]] inline limits limits_of(const options& wanted) {
    return {
        .min_idle = wanted.min_idle,
        .max_size = wanted.max_size,
        .acquire_timeout = wanted.acquire_timeout};
}

} // namespace cenote
