#pragma once

#include <cenote/base/time.hpp>

#include <cenote/warehouse/account.hpp>
#include <cenote/warehouse/call_context.hpp>
#include <cenote/warehouse/call_options.hpp>
#include <cenote/warehouse/connections.hpp>
#include <cenote/warehouse/under_way.hpp>

#include <memory>

namespace cenote::detail {

/// What asynchronous calls need of a warehouse and its users do not.
struct inside {
    template <class Backend, class Observer>
    [[nodiscard]] static auto
    begin(connections<Backend, Observer>& whose, const call_options& how) {
        return whose.caller().begin(how, account{});
    }

    template <class Backend, class Observer>
    [[nodiscard]] static duration
    rollback_timeout(const connections<Backend, Observer>& whose) noexcept {
        return whose.wanted().rollback_timeout;
    }

    template <class Backend, class Observer>
    [[nodiscard]] static std::shared_ptr<under_way>
    workers_of(const connections<Backend, Observer>& whose) noexcept {
        return whose.under_way_;
    }

    template <class Backend, class Observer>
    [[nodiscard]] static auto keeping(connections<Backend, Observer>& whose) noexcept {
        using pool = typename connections<Backend, Observer>::pool_type;
        return call_context<pool>{whose.pool(), whose.wanted(), whose.repairs(), whose.counted()};
    }
};

} // namespace cenote::detail
