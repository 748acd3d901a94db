// A header everybody includes, for comparison.
#include <vector>

int main() {}
