// expect: policy set: opening, closing or upkeep in the background needs threads
#include <cenote/pool.hpp>

struct socket {};

struct sockets {
    [[nodiscard]] socket open(cenote::deadline) { return {}; }
};

#ifdef ACCEPT
using threads = cenote::threading::mutexed;
#else
using threads = cenote::threading::single;
#endif

static_assert(sizeof(cenote::pool<sockets, cenote::opening::in_background, threads>) > 0);
