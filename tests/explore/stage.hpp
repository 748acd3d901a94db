#pragma once

#include <cenote/base/limits.hpp>

#include "clock.hpp"
#include "loan.hpp"
#include "scheduler.hpp"
#include "site.hpp"
#include "subject.hpp"
#include "threading.hpp"

#include <functional>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

namespace explore {

/// What a pool of the stage lends, where `Pool` is a reference to that.
template <class Pool>
using loan_of = typename std::remove_reference_t<Pool>::loan;

/// What one schedule of a scenario plays on: it owns everything that the threads use, since of a
/// schedule that fails nothing can be destroyed.
class stage {
public:
    explicit stage(scheduler& all) noexcept
        : all_{all} {}

    ~stage() {
        if (!finished_) static_cast<void>(std::make_unique<rest>(std::move(own_)).release());
        while (!own_.empty())
            own_.pop_back(); // what came last may use what came before
    }

    stage(const stage&) = delete;
    stage& operator=(const stage&) = delete;

    /// A pool to play with. What comes before `run` is done by nobody in particular, in one go.
    template <class Threading = threading, class... Policies>
    auto& pool(cenote::limits bounds, Policies... policies) {
        using kind =
            subject<cenote::pool<factory, Threading, clock, watcher, Policies...>, Threading>;
        kind& made = keep<kind>(bounds, std::move(policies)...);
        checks_.emplace_back([&made] { made.check_all_is_home(); });
        return made;
    }

    /// Keeps a `T` until all is over.
    template <class T, class... Args>
    T& keep(Args&&... args) {
        auto made = std::make_shared<T>(std::forward<Args>(args)...);
        own_.push_back(made);
        return *made;
    }

    /// Adds a thread, to be run by `run`.
    void thread(std::function<void()> body) { all_.add(std::move(body)); }

    /// Plays: all threads to their ends, and then what all pools have to fulfil when nobody uses them.
    void run() {
        all_.run();
        all_.add([this] {
            for (const auto& check : checks_)
                check();
        });
        try {
            all_.run();
        } catch (const failure& f) {
            if (f.what != wrong::lost_wakeup) throw;
            throw failure{wrong::lost, "what should be free cannot be had"};
        }
        finished_ = true;
    }

private:
    using rest = std::vector<std::shared_ptr<void>>;

    scheduler& all_;
    rest own_;
    std::vector<std::function<void()>> checks_;
    bool finished_ = false;
};

} // namespace explore
