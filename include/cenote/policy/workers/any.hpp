#pragma once

#include <cenote/base/job.hpp>

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/values.hpp>
#include <cenote/policy/workers/concept.hpp>
#include <cenote/policy/workers/new_thread.hpp>

#include <concepts>
#include <memory>
#include <utility>

namespace cenote::workers {

/// Any other workers policy, chosen at run time. Costs a virtual call for each job.
///
/// Copies share what they were made of.
class any {
public:
    using concern = concerns::workers;

    /// `new_thread`.
    any()
        : any{new_thread{}} {}

    template <class Workers>
        requires(!std::same_as<Workers, any> && requirement::of_concern<Workers> && policy<Workers>)
    any(Workers chosen) // NOLINT(google-explicit-constructor): it is what it was made of
        : chosen_{std::make_shared<chosen_one<Workers>>(std::move(chosen))} {}

    /// As the one that was chosen.
    void start(job& work) const { chosen_->start(work); }

    /// As the one that was chosen.
    void check() const { chosen_->check(); }

private:
    struct one {
        one() = default;
        one(const one&) = delete;
        one& operator=(const one&) = delete;
        virtual ~one() = default;

        virtual void start(job& work) const = 0;
        virtual void check() const = 0;
    };

    template <class Workers>
    struct chosen_one final : one {
        explicit chosen_one(Workers chosen)
            : workers{std::move(chosen)} {}

        void start(job& work) const override { workers.start(work); }

        void check() const override { check_values(workers); }

        Workers workers;
    };

    std::shared_ptr<const one> chosen_;
};

static_assert(policy<any>);

} // namespace cenote::workers
