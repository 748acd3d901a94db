#include "scheduler.hpp"

#include <algorithm>

namespace explore {

void scheduler::add(std::function<void()> body) {
    const std::size_t self = threads_.size();
    threads_.emplace_back();
    threads_.back().runs = std::make_unique<fiber>([this, self, run = std::move(body)] {
        run();
        threads_[self].ended = true;
    });
}

void scheduler::run() {
    current_ = 0;
    for (bool more = next(); more && !failed_;) {
        const std::size_t one = current_; // who pauses has said who is next, who ends has not
        threads_[one].runs->resume();
        if (threads_[one].ended) more = next();
    }
    current_ = outside;
    if (failed_) {
        for (thread& t : threads_)
            if (!t.ended) fiber::abandon(std::move(t.runs));
        throw failure{*failed_};
    }
    threads_.clear();
}

void scheduler::step(const char* what, const void* where, need n) {
    if (current_ == outside) {
        if (n.flag != nullptr && *n.flag != n.wanted && now_ < n.until)
            fail(wrong::lost_wakeup, std::string{"nobody is left who could end a "} + what);
        return;
    }
    const std::size_t self = current_;
    threads_[self].about_to = what;
    threads_[self].needs = n;
    const bool goes_on = next();
    if (!goes_on || current_ != self) threads_[self].runs->pause();
    if (n.sleeps && *n.flag == n.wanted) ++threads_[self].woken;
    threads_[self].needs = {};
    story_.step(self, what, where);
}

void scheduler::fail(wrong what, std::string how) {
    if (current_ == outside) throw failure{what, std::move(how)};
    failed_ = std::make_unique<failure>(failure{what, std::move(how)});
    for (;;)
        threads_[current_].runs->pause();
}

void scheduler::list_options() {
    using how = option::how;
    options_.clear();
    const std::size_t all = threads_.size();
    for (std::size_t i = 0; i < all; ++i) {
        const std::size_t one = (current_ + i) % all;
        if (!threads_[one].ended && ready(threads_[one]))
            options_.push_back(
                {one, how::goes, !options_.empty() && options_[0].thread == current_});
    }
    const bool could_go_on = !options_.empty() && options_[0].thread == current_;
    const std::size_t can_go = options_.size();
    for (std::size_t one = 0; one < all; ++one) {
        const thread& t = threads_[one];
        if (t.ended || !t.needs.sleeps || ready(t)) continue;
        if (t.needs.until != cenote::time_point::max())
            options_.push_back({one, how::late, could_go_on});
        if (can_go > 0) options_.push_back({one, how::wakes, true});
    }
}

bool scheduler::next() {
    if (failed_) return false;
    list_options();
    if (options_.empty()) {
        if (std::ranges::all_of(threads_, &thread::ended)) return false;
        failed_ = std::make_unique<failure>(failure{wrong::lost_wakeup, who_sleeps()});
        return false;
    }
    if (++steps_ > most_steps) {
        failed_ = std::make_unique<failure>(failure{wrong::endless, "it goes on and on"});
        return false;
    }
    std::size_t chosen = 0;
    if (options_.size() > 1) {
        chosen = decides_.choose(options_);
        choices_.push_back(static_cast<std::uint8_t>(chosen));
    }
    const option& o = options_[chosen];
    current_ = o.thread;
    if (o.way == option::how::late) now_ = std::max(now_, threads_[current_].needs.until);
    if (o.way != option::how::goes) story_.tell(current_, o.way);
    return true;
}

std::string scheduler::who_sleeps() const {
    std::string told = "nobody can go on:";
    for (std::size_t i = 0; i < threads_.size(); ++i)
        if (!threads_[i].ended)
            told += " thread " + std::to_string(i) + " waits to " + threads_[i].about_to + ";";
    return told;
}

} // namespace explore
