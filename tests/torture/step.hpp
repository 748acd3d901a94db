#pragma once

#include <cenote/base/fault.hpp>

#include "dice.hpp"
#include "world.hpp"

#include <chrono>

namespace torture {

/// What a thread does next, drawn whole, so that its choices are the same however things go.
struct step {
    enum class way { brief, silent, at_once, too_late, nothing, blind, patient, refresh, look };
    enum class end { leave, release, discard, tell, detach, move, throws, keep };

    explicit step(dice& d)
        : how{static_cast<way>(d.below(9))}
        , then{static_cast<end>(d.below(8))}
        , limit{d.up_to(std::chrono::milliseconds{30})}
        , hold{d.one_in(3) ? d.up_to(std::chrono::milliseconds{3}) : cenote::duration{}}
        , transaction{d.one_in(3)}
        , what{any_fault(d)} {
        if (how == way::patient && !d.one_in(6)) how = way::brief;
        if (how == way::refresh && !d.one_in(3)) how = way::silent;
        if (then == end::keep && !d.one_in(4)) then = end::leave;
        if (then == end::detach && !d.one_in(4)) then = end::release;
    }

    way how;
    end then;
    cenote::duration limit;
    cenote::duration hold;
    bool transaction;
    cenote::fault what;
};

} // namespace torture
