#pragma once

#include <boost/context/fiber.hpp>
#include <boost/context/fixedsize_stack.hpp>

#include <cstring>
#include <cxxabi.h>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace explore {

/// Stacks that are used again, since a million schedules would make millions of them.
class used_stacks {
public:
    boost::context::stack_context allocate() {
        auto& kept = all();
        if (kept.empty()) return boost::context::fixedsize_stack{size}.allocate();
        const auto stack = kept.back();
        kept.pop_back();
        return stack;
    }

    void deallocate(boost::context::stack_context& stack) { all().push_back(stack); }

private:
    static constexpr std::size_t size = std::size_t{128} * 1024;

    static std::vector<boost::context::stack_context>& all() {
        static std::vector<boost::context::stack_context> kept;
        return kept;
    }
};

/// A function that can pause in the middle, and goes on when it is resumed.
///
/// One that has not ended cannot be destroyed, since it cannot be unwound: the pool's functions are
/// `noexcept`. It can be left for ever, with `abandon`.
class fiber {
public:
    explicit fiber(std::function<void()> body)
        : inside_{std::allocator_arg, used_stacks{}, [this, run = std::move(body)](side&& caller) {
                      outside_ = std::move(caller);
                      run();
                      return std::move(outside_);
                  }} {}

    /// Runs until it pauses or ends.
    void resume() {
        exceptions_.swap();
        inside_ = std::move(inside_).resume();
        exceptions_.swap();
    }

    /// Returns to who resumed it; from inside only.
    void pause() { outside_ = std::move(outside_).resume(); }

    static void abandon(std::unique_ptr<fiber> left) noexcept {
        static_cast<void>(left.release()); // NOLINT(bugprone-unused-return-value): meant to leak
    }

private:
    using side = boost::context::fiber;

    /// What the language runtime knows of exceptions being handled; it keeps that by thread, so each
    /// fiber brings its own along.
    class exceptions {
    public:
        void swap() noexcept {
            state others;
            auto* const here = abi::__cxa_get_globals();
            std::memcpy(&others, here, sizeof others);
            std::memcpy(here, &own_, sizeof own_);
            own_ = others;
        }

    private:
        struct state { // as the C++ ABI lays it down
            void* caught;
            unsigned uncaught;
        };

        state own_{};
    };

    exceptions exceptions_;
    side outside_;
    side inside_;
};

} // namespace explore
