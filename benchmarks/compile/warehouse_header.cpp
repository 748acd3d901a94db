// The warehouse and a backend, included and not used.
#include <cenote/db/sqlite3.hpp>
#include <cenote/warehouse.hpp>

int main() {}
