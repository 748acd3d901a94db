#pragma once

#include <cenote/policy/order/precedence.hpp>

#include <cenote/core/generations.hpp>
#include <cenote/core/shelf/concept.hpp>
#include <cenote/core/shelf/locked_shelf.hpp>
#include <cenote/core/shelf/open_shelf.hpp>
#include <cenote/core/shelf/open_stack.hpp>

#include <cstddef>
#include <type_traits>

namespace cenote::core {

/// What of a pool's state is outside its ledger: the generations, which anybody may read, and the
/// idle places, which an open shelf lends without the ledger's lock; one that is not open is the
/// ledger's alone.
template <class Threading, precedence Rule>
struct commons {
    using shelf_type = std::conditional_t<
        !Threading::lock_free,
        locked_shelf<Rule>,
        std::conditional_t<
            Rule == precedence::lifo,
            open_stack<Threading>,
            open_shelf<Threading, Rule>>>;

    static_assert(core::shelf<shelf_type>);

    /// For so many places.
    explicit commons(std::size_t places)
        : size{places}
        , shelf{places} {}

    std::size_t size; ///< How many places there are.

    shelf_type shelf;
    generations<Threading> epoch;
};

} // namespace cenote::core
