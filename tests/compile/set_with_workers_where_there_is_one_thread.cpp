// expect: policy set: workers use the pool from other threads
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

static_assert(sizeof(cenote::pool<sockets, cenote::workers::threads, threads>) > 0);
