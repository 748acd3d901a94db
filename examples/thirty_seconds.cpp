#include <cenote/db/sqlite3.hpp>
#include <cenote/warehouse.hpp>

#include <boost/hana/define_struct.hpp>

#include <iostream>
#include <tuple>
#include <vector>

struct order {
    BOOST_HANA_DEFINE_STRUCT(order, (int, id), (std::string, customer), (double, total));
};

int main() {
    cenote::warehouse<cenote::db::sqlite3> shop{"shop.db"};

    shop.execute_query("drop table if exists orders");
    shop.execute_query("create table orders (id integer primary key, customer text, total real)");
    shop.execute_batch_query(
        "insert into orders (id, customer, total) values (:id, :customer, :total)",
        std::vector<std::tuple<int, std::string, double>>{{1, "ada", 12.5}, {2, "bob", 99.0}});

    for (const order& o : shop.execute_query<order>("select * from orders where total > :t", 50))
        std::cout << o.customer << " spent " << o.total << '\n';
}
