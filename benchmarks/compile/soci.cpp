// What whoever uses SOCI includes anyway.
#include <soci/soci.h>

int main() {}
