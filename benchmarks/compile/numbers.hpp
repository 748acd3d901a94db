#pragma once

#include <cenote/pool.hpp>

/// Opens numbers, and answers whatever a policy may ask.
struct numbers {
    static int open(cenote::deadline) { return 1; }

    static cenote::health peek(int&) noexcept { return true; }

    static cenote::health ping(int&, cenote::deadline) { return true; }

    static bool in_transaction(int&) noexcept { return false; }

    static void rollback(int&, cenote::deadline) {}
};
