#pragma once

#include <cenote/base/time.hpp>

#include <chrono>

namespace cenote::detail {

/// How far a transaction came.
enum class stage : unsigned char {
    begin,  ///< Nothing of it was done.
    work,   ///< It can still be undone, and is, by whoever ends the connection.
    commit, ///< If the connection was lost now, nobody knows whether it was done.
};

/// Begins, works, commits, and returns what `work()` returned; rolls back, within `undo_limit`, when
/// something throws. `reached` tells how far it came.
///
/// A rollback that fails as well leaves the session in its transaction, if it lives.
template <class Backend, class Work>
auto transact(
    Backend& backend,
    typename Backend::session& on,
    duration undo_limit,
    stage& reached,
    Work work) {
    reached = stage::begin;
    on.begin();
    reached = stage::work;
    try {
        auto done = work();
        reached = stage::commit;
        backend.commit(on);
        return done;
    } catch (...) {
        try {
            const auto until = deadline::after(undo_limit, std::chrono::steady_clock::now());
            if (backend.in_transaction(on)) backend.rollback(on, until);
        } catch (...) { // the first failure is the one to tell of
        }
        throw;
    }
}

} // namespace cenote::detail
