// One warehouse and one query.
#include <cenote/db/sqlite3.hpp>
#include <cenote/warehouse.hpp>

int main() {
    cenote::warehouse<cenote::db::sqlite3> shop{"shop.db"};
    return shop.execute_query<int>("SELECT :n", 1).front();
}
