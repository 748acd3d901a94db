#pragma once

#include <cenote/base/close_cause.hpp>
#include <cenote/base/fault.hpp>
#include <cenote/base/health.hpp>
#include <cenote/base/time.hpp>

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/recycling.hpp>
#include <cenote/policy/refreshing.hpp>
#include <cenote/policy/release.hpp>
#include <cenote/policy/retry.hpp>
#include <cenote/policy/validation.hpp>
#include <cenote/policy/values.hpp>

#include <cenote/warehouse/repairs.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

/// Policies that can be switched off at run time: off, each answers as its concern's null policy
/// would. They share the switches, since a pool's last lease may outlive the warehouse.
namespace cenote {

/// Off: no proof is wanted, and none is to be had: what is suspect is closed.
template <class Inner>
struct switched_validation {
    using concern = concerns::validation;
    using needs = typename Inner::needs;

    std::shared_ptr<const repair_switches> switches;
    Inner inner{};

    [[nodiscard]] proof required(const needs& known) const noexcept {
        return switches->verify.on() ? inner.required(known) : proof::none;
    }

    template <class Factory, class Resource>
    [[nodiscard]] health prove(Factory& f, Resource& r, proof wanted, deadline until) const {
        return inner.prove(f, r, wanted, until);
    }

    [[nodiscard]] bool proves() const noexcept { return switches->verify.on(); }

    [[nodiscard]] duration timeout() const noexcept { return inner.timeout(); }

    void check() const { check_values(inner); }
};

/// Off: the first failed open is the last, and a caller's own.
template <class Inner>
struct switched_retry {
    using concern = concerns::retry;

    /// Off: everything passes.
    class gate : public retry::gate_of<Inner> {
        using within = retry::gate_of<Inner>;

    public:
        explicit gate(const switched_retry& policy) noexcept
            : within{policy.inner}
            , policy_{&policy} {}

        [[nodiscard]] std::size_t opens_at_once() const noexcept {
            return on() ? within::opens_at_once() : SIZE_MAX;
        }

        [[nodiscard]] bool refuses() const noexcept { return on() && within::refuses(); }

    private:
        [[nodiscard]] bool on() const noexcept { return policy_->switches->retry.on(); }

        const switched_retry* policy_;
    };

    std::shared_ptr<const repair_switches> switches;
    Inner inner{};

    [[nodiscard]] std::optional<duration> next_delay(const failed_attempt& failed) const noexcept {
        return switches->retry.on() ? inner.next_delay(failed) : std::nullopt;
    }

    void check() const { check_values(inner); }
};

/// Off: nothing is too old or too idle.
template <class Inner>
struct switched_recycling {
    using concern = concerns::recycling;
    using needs = typename Inner::needs;

    std::shared_ptr<const repair_switches> switches;
    Inner inner{};

    [[nodiscard]] std::optional<close_cause> expired(const needs& known) const noexcept {
        return switches->recycle.on() ? inner.expired(known) : std::nullopt;
    }

    void check() const { check_values(inner); }
};

/// Off: what comes back is kept as it is.
template <class Inner>
struct switched_release {
    using concern = concerns::release;
    using needs = typename Inner::needs;

    std::shared_ptr<const repair_switches> switches;
    Inner inner{};

    template <class Factory, class Resource>
    [[nodiscard]] cleaning required(Factory& f, Resource& r, const needs& known) const noexcept {
        return switches->rollback.on() ? inner.required(f, r, known) : cleaning::none;
    }

    template <class Factory, class Resource>
    void clean(Factory& f, Resource& r, deadline until) const {
        inner.clean(f, r, until);
    }

    [[nodiscard]] duration timeout() const noexcept { return inner.timeout(); }

    void check() const { check_values(inner); }
};

/// Off: a lost connection says nothing about the others.
struct switched_refreshing {
    using concern = concerns::refreshing;

    std::shared_ptr<const repair_switches> switches;

    [[nodiscard]] reaction after(fault what) const noexcept {
        return switches->refresh.on() ? refreshing::suspect{}.after(what) : reaction::none;
    }
};

static_assert(validation::policy<switched_validation<validation::ladder<>>>);
static_assert(retry::policy<switched_retry<retry::full_jitter>>);
static_assert(recycling::policy<switched_recycling<recycling::max_age>>);
static_assert(release::policy<switched_release<release::rollback>>);
static_assert(refreshing::policy<switched_refreshing>);

} // namespace cenote
