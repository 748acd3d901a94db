// The pool, included and not used.
#include <cenote/pool.hpp>

int main() {}
