#pragma once

#include <cenote/warehouse.hpp>

#include <boost/hana/define_struct.hpp>

#include <string>
#include <vector>

namespace bench {

/// A row of the tables `bench_items`, which is read, and `bench_inserted`, which is written.
struct item {
    BOOST_HANA_DEFINE_STRUCT(item, (int, id), (std::string, name), (double, amount));
};

/// So many items, numbered from 1.
[[nodiscard]] inline std::vector<item> make_items(int count) {
    std::vector<item> items;
    for (int id = 1; id <= count; ++id)
        items.push_back({id, "item number " + std::to_string(id), id * 0.25});
    return items;
}

inline constexpr int page_size = 50;
inline constexpr int last_page = 1'000;

inline constexpr auto insert_item =
    "INSERT INTO bench_inserted (id, name, amount) VALUES (:id, :name, :amount)";
inline constexpr auto ten_items =
    "SELECT id, name, amount FROM bench_items WHERE id > :after ORDER BY id LIMIT 10";

template <class Site>
using warehouse_at = cenote::warehouse<typename Site::backend>;

/// Makes the tables, and fills `bench_items`.
template <class Site>
void make_tables() {
    warehouse_at<Site> tables{Site::connect_string()};
    for (const std::string name : {"bench_items", "bench_inserted"}) {
        tables.execute_query("DROP TABLE IF EXISTS " + name);
        tables.execute_query(
            "CREATE TABLE " + name +
            " (id INTEGER PRIMARY KEY, name VARCHAR(40) NOT NULL, amount DOUBLE PRECISION)");
    }
    tables.execute_batch_query(
        "INSERT INTO bench_items (id, name, amount) VALUES (:id, :name, :amount)",
        make_items(page_size * last_page));
}

/// A warehouse with its tables, which are made when the first is asked for, and an open session.
template <class Site>
struct stocked_warehouse : warehouse_at<Site> {
    stocked_warehouse()
        : warehouse_at<Site>{(stock(), Site::connect_string())} {
        static_cast<void>(this->get_valid_connection());
    }

    /// Makes the tables once in this program.
    static void stock() { [[maybe_unused]] static const bool done = (make_tables<Site>(), true); }
};

} // namespace bench
