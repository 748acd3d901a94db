#pragma once

#include <cenote/base/time.hpp>

#include <cenote/policy/concerns.hpp>

#include <cenote/core/outbox.hpp>
#include <cenote/core/ticket.hpp>

#include <cenote/pool/patrol.hpp>

#include <cenote/asio/chore_apart.hpp>
#include <cenote/asio/stepping.hpp>
#include <cenote/asio/waiting_room.hpp>
#include <cenote/asio/wake_up.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace cenote {

/// Looks after what is idle in a house, in rounds, as steps on an executor. Between two rounds it
/// neither keeps the house standing nor is it waited for.
///
/// Thread-safety: steps do not overlap; the house is closed by any thread.
template <class House>
class awaited_keeper final : core::ticket, core::letter, chore_apart<House>::owner, stepping {
    using chore = cenote::chore<typename House::slot>;
    using kind = typename chore::kind;

public:
    /// Begins with a round. It belongs to itself.
    static void begin(House& house, boost::asio::any_io_executor on) {
        auto* const self = new awaited_keeper{house, std::move(on)};
        house.write([self](auto& b) { b.staff.keeper = self; });
        self->start([self] {
            self->wake_for(*self->house_, deadline{self->house_->now()});
            return false;
        });
    }

private:
    awaited_keeper(House& house, boost::asio::any_io_executor on)
        // The closing house lets go of the keeper, which may be anywhere then: it is held.
        : ticket{[](ticket& t, core::outbox& word) noexcept {
            auto& self = static_cast<awaited_keeper&>(t);
            self.hold();
            word.add(self);
        }}
        , letter{[](letter& l) noexcept { static_cast<awaited_keeper&>(l).dismiss(); }}
        , stepping{waiting_room::of(on)}
        , executor_{std::move(on)}
        , house_{&house} {}

    ~awaited_keeper() = default;

    /// `when` is of the house's clock.
    void wake_for(House& house, deadline when) {
        wake_up_.set(*this, house.template policy<concerns::clock>(), when);
    }

    /// The house is closed, and is not touched any more but in a round that is under way.
    void dismiss() noexcept {
        {
            const std::lock_guard lock{mutex_};
            house_ = nullptr;
        }
        this->cancel();
        this->release();
    }

    bool react(unsigned happened) noexcept override {
        if ((happened & events::cancelled) != 0) is_dismissed_ = true;
        if (work_ != nullptr) {
            if ((happened & events::done) != 0) end_chore();
        } else if ((happened & events::late) != 0 && !is_dismissed_) {
            begin_round();
        }
        return is_dismissed_ && work_ == nullptr;
    }

    void begin_round() noexcept {
        {
            const std::lock_guard lock{mutex_};
            if (house_ == nullptr) return;
            home_ = house_;
            home_->write([](auto& b) { ++b.staff.threads; }); // it stands until the round is over
        }
        at_work_.emplace(executor_); // nothing else keeps the context running for a chore
        round_.emplace(*home_);
        go_on();
    }

    void go_on() noexcept {
        const chore next = round_->next();
        if (next.what == kind::wait || is_dismissed_) {
            if (next.what != kind::wait) round_->undo(next);
            return end_round();
        }
        const auto& bounds = home_->bounds();
        work_ = new chore_apart<House>{*home_, next, *this};
        work_->begin(home_->within(bounds.acquire_timeout, deadline::never()));
    }

    void end_chore() noexcept {
        if (work_->thrown && work_->what.what == kind::open) round_->open_no_more();
        std::exchange(work_, nullptr)->tidy_up();
        go_on();
    }

    void end_round() noexcept {
        round_.reset();
        at_work_.reset();
        const auto period = home_->template policy<concerns::upkeep>().period();
        wake_for(*home_, home_->within(period, deadline::never()));
        std::exchange(home_, nullptr)->leave();
    }

    void is_done() noexcept override { this->raise(events::done); }

    // --- the end --------------------------------------------------------------------------------

    void complete() override { this->release(); }

    /// Its context goes.
    bool leave_all() noexcept override {
        {
            const std::lock_guard lock{mutex_};
            if (house_ != nullptr) house_->write([](auto& b) { b.staff.keeper = nullptr; });
            house_ = nullptr;
        }
        if (work_ != nullptr && !work_->leave()) return false;
        if (home_ != nullptr) std::exchange(home_, nullptr)->leave();
        return true;
    }

    void take_back() noexcept override {
        std::exchange(work_, nullptr)->tidy_up();
        std::exchange(home_, nullptr)->leave();
    }

    void let_go() noexcept override {
        at_work_.reset();
        executor_ = {}; // who frees this may do so after the context is gone
    }

    void free() noexcept override { delete this; }

    [[nodiscard]] boost::asio::any_io_executor home() const override { return executor_; }

    void post() override { boost::asio::post(executor_, step{*this}); }

    boost::asio::any_io_executor executor_;
    std::mutex mutex_;      // guards house_; taken before the house's own
    House* house_;          // null once it is closed
    House* home_ = nullptr; // in a round, for as long as that makes it stand
    std::optional<patrol<House>> round_;
    std::optional<boost::asio::executor_work_guard<boost::asio::any_io_executor>> at_work_;
    chore_apart<House>* work_ = nullptr;
    wake_up<typename House::template policy_type<concerns::clock>> wake_up_{};
    bool is_dismissed_ = false;
};

} // namespace cenote
