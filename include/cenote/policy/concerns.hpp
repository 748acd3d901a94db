#pragma once

/// The questions a pool asks its policies, one tag each.
///
/// A policy names the one it answers: `using concern = cenote::concerns::retry;`.
namespace cenote::concerns {

struct validation; ///< Is this idle resource fit to be handed out?
struct retry;      ///< An attempt to open failed: how long until the next, or give up?
struct recycling;  ///< Is it too old, too idle or too used to keep?
struct release;    ///< The lease ended: keep the resource, clean it, or discard it?
struct refreshing; ///< One resource was found dead: what of the others?
struct waiting;    ///< Nothing is free: who waits, in what order, how many?
struct order;      ///< Which idle resource goes out first?
struct opening;    ///< Who opens, and how many at once?
struct closing;    ///< Who closes?
struct upkeep;     ///< Who looks after what is idle?
struct workers;    ///< Who does what would block the one who asks?
struct threading;  ///< Who may use the pool at once?
struct clock;      ///< What time is it, and how is it waited for?
struct observer;   ///< Who is told?

} // namespace cenote::concerns
