#pragma once

#include "chooser.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace explore {

/// All schedules, one after the other, in which nobody is preempted more than so many times; that a
/// thread goes on where another cannot is free.
class depth_first final : public chooser {
public:
    explicit depth_first(unsigned preemptions) noexcept
        : most_{preemptions} {}

    std::size_t choose(const std::vector<option>& options) override {
        if (next_ == path_.size())
            path_.push_back({0, preempting(options), options.size(), spent_});
        const fork& here = path_[next_++];
        spent_ = here.spent + here.cost(here.chosen);
        return here.chosen;
    }

    /// Goes on to the next schedule; false when there is none.
    bool advance() {
        next_ = 0;
        spent_ = 0;
        for (; !path_.empty(); path_.pop_back()) {
            fork& last = path_.back();
            while (++last.chosen < last.options)
                if (last.spent + last.cost(last.chosen) <= most_) return true;
        }
        return false;
    }

private:
    struct fork {
        std::size_t chosen;
        std::uint64_t preempting; // bit k: to choose k is a preemption
        std::size_t options;
        unsigned spent; // preemptions before this one

        [[nodiscard]] unsigned cost(std::size_t choice) const noexcept {
            return static_cast<unsigned>(preempting >> choice & 1U);
        }
    };

    static std::uint64_t preempting(const std::vector<option>& options) noexcept {
        std::uint64_t bits = 0;
        for (std::size_t i = 0; i < options.size(); ++i)
            bits |= static_cast<std::uint64_t>(options[i].preempts) << i;
        return bits;
    }

    unsigned most_;
    unsigned spent_ = 0;
    std::size_t next_ = 0;
    std::vector<fork> path_;
};

} // namespace explore
