// One pool with the default policies, and one acquire.
#include "numbers.hpp"

int main() {
    cenote::pool pool{numbers{}};
    return *pool.acquire();
}
