#pragma once

#include <cenote/base/limits.hpp>

#include <cenote/policy/order.hpp>
#include <cenote/policy/waiting.hpp>

#include "scenario.hpp"
#include "stage.hpp"
#include "threading.hpp"

#include <concepts>
#include <cstddef>
#include <string>
#include <utility>

namespace explore {

/// One way to assemble a pool, of those by which its core differs.
template <class Waiting, class Order, class Threading>
struct way {
    static constexpr bool strict = std::same_as<Waiting, cenote::waiting::fifo>;

    template <class... Policies>
    static auto& pool(stage& s, cenote::limits bounds, Policies... policies) {
        return s.pool<Threading>(bounds, Waiting{}, Order{}, std::move(policies)...);
    }

    static std::string name() {
        const auto of = [](auto policy) { return std::string{word(policy)}; };
        return of(Waiting{}) + ", " + (Threading::lock_free ? of(Order{}) : "locked");
    }

private:
    static constexpr const char* word(cenote::waiting::fifo) { return "fifo"; }

    static constexpr const char* word(cenote::waiting::fifo_after) { return "fifo_after"; }

    static constexpr const char* word(cenote::waiting::barging) { return "barging"; }

    static constexpr const char* word(cenote::order::affine) { return "affine"; }

    static constexpr const char* word(cenote::order::lifo) { return "lifo"; }

    static constexpr const char* word(cenote::order::lowest) { return "lowest"; }
};

/// Some of them, for which a scenario is played.
template <class... Ways>
struct ways {
    /// Adds `play(stage, way)` for each.
    template <class Play>
    static void add(catalogue& all, const std::string& name, unsigned preemptions, Play play) {
        const auto add_one = [&]<class Way>(Way one) {
            const auto played = [play, one](stage& s) { play(s, one); };
            all.push_back({name + ": " + Way::name(), preemptions, played});
        };
        (add_one(Ways{}), ...);
    }
};

template <class Waiting, class Order>
using free_way = way<Waiting, Order, threading>;

/// The policy that differs least from both extremes, on both shelves.
using two_ways = ways<
    free_way<cenote::waiting::fifo_after, cenote::order::affine>,
    free_way<cenote::waiting::fifo_after, cenote::order::lifo>>;

/// Whatever makes the core run differently.
using all_ways = ways<
    free_way<cenote::waiting::fifo, cenote::order::affine>,
    free_way<cenote::waiting::fifo_after, cenote::order::affine>,
    free_way<cenote::waiting::barging, cenote::order::affine>,
    free_way<cenote::waiting::fifo, cenote::order::lifo>,
    free_way<cenote::waiting::fifo_after, cenote::order::lifo>,
    free_way<cenote::waiting::barging, cenote::order::lifo>,
    free_way<cenote::waiting::fifo_after, cenote::order::lowest>,
    way<cenote::waiting::fifo, cenote::order::affine, locked_threading>,
    way<cenote::waiting::fifo_after, cenote::order::affine, locked_threading>>;

} // namespace explore
