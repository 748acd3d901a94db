// What assembles policies, Boost.Hana among it.
#include <cenote/core/policy_set.hpp>

int main() {}
