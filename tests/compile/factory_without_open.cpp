// expect: factory: write `Resource open\(cenote::deadline\)`
#include <cenote/pool.hpp>

struct maker {
#ifdef ACCEPT
    int open(cenote::deadline);
#else
    int make();
#endif
};

void use(cenote::pool<maker>& pool) {
    (void)pool.acquire();
}
