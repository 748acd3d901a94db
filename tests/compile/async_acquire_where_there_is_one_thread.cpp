// expect: async_acquire: opening would block, so another thread does it
#include <cenote/asio/acquire.hpp>

struct maker {
    int open(cenote::deadline) { return 0; }
};

#ifdef ACCEPT
using threads = cenote::threading::multi;
#else
using threads = cenote::threading::single;
#endif

void borrow(cenote::pool<maker, threads>& from) {
    cenote::async_acquire(from, std::chrono::seconds{1}, [](auto, auto) {});
}
