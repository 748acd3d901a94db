#pragma once

#include <cenote/base/job.hpp>

#include <cenote/policy/concerns.hpp>

#include <exception>
#include <memory>
#include <utility>

namespace cenote {

/// Something that one of the pool's workers does, and that counts as one of its threads until it is
/// done, so that the house stands.
template <class House, class Work>
class work_apart {
public:
    work_apart(House& house, Work work) noexcept
        : house_{house}
        , work_{std::move(work)} {}

    /// What a job is given to do. Owns `self`; the house may be gone afterwards.
    static void act(void* self, const std::exception_ptr* refused) noexcept {
        std::unique_ptr<work_apart> mine{static_cast<work_apart*>(self)};
        House& house = mine->house_;
        mine->work_(refused);
        mine.reset();
        house.leave();
    }

private:
    House& house_;
    Work work_;
};

/// Has one of the pool's workers call `work(nullptr)`. Where none can be had, calls `work(&why)`
/// here, or where that turns out. `work` must neither throw when called nor when moved. The house
/// may be gone afterwards.
template <class House, class Work>
[[gnu::noinline]] void set_apart(House& house, Work work) noexcept {
    try {
        auto one = std::make_unique<work_apart<House, Work>>(house, work);
        house.write([](auto& b) { ++b.staff.threads; });
        job to_do{&work_apart<House, Work>::act, one.release()};
        try {
            house.template policy<concerns::workers>().start(to_do);
        } catch (...) {
            to_do.refuse(std::current_exception());
        }
    } catch (...) {
        const auto why = std::current_exception();
        work(&why);
    }
}

} // namespace cenote
