#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace explore {

/// What may happen next: a thread goes on.
struct option {
    enum class how : std::uint8_t {
        goes,  ///< As it is ready to.
        late,  ///< The time has come that it sleeps until.
        wakes, ///< It wakes without a reason, as sleepers may.
    };

    std::size_t thread;
    how way;
    bool preempts; ///< Another could have gone on, or nothing is the cause.
};

/// Decides what happens next, each time that there is more than one way to go on.
class chooser {
public:
    virtual ~chooser() = default;
    chooser() = default;
    chooser(const chooser&) = delete;
    chooser& operator=(const chooser&) = delete;

    /// The index of one of them. The first is the thread that ran last, if it can go on.
    virtual std::size_t choose(const std::vector<option>& options) = 0;
};

/// Repeats the choices of a schedule.
class replay final : public chooser {
public:
    explicit replay(std::vector<std::uint8_t> choices)
        : choices_{std::move(choices)} {}

    std::size_t choose(const std::vector<option>&) override {
        return next_ < choices_.size() ? choices_[next_++] : 0;
    }

private:
    std::vector<std::uint8_t> choices_;
    std::size_t next_ = 0;
};

} // namespace explore
