#pragma once

#include <cenote/warehouse.hpp>

#include "trouble.hpp"

#include <boost/hana/define_struct.hpp>

#include <cstdio>
#include <string>
#include <tuple>
#include <vector>

/// The good days: a warehouse is filled and asked.
namespace quick_start {

struct spender {
    BOOST_HANA_DEFINE_STRUCT(spender, (int, id), (std::string, name), (double, spent));
};

template <class Warehouse>
void fill(Warehouse& warehouse, int orders) {
    for (const auto* table : {"orders", "members"})
        warehouse.execute_query(std::string{"drop table if exists "} + table);
    warehouse.execute_query(
        "create table members (id integer primary key, name varchar(40) not null)");
    warehouse.execute_query("create table orders (id integer primary key, "
                            "member_id integer not null, total double precision not null)");

    std::vector<std::tuple<int, std::string>> people;
    for (int id = 1; id <= members; ++id)
        people.emplace_back(id, "member " + std::to_string(id));
    std::vector<std::tuple<int, int, double>> bought;
    for (int id = 1; id <= orders; ++id)
        bought.emplace_back(id, 1 + id * 7919 % members, id % 500 / 4.0);

    const auto start = clock::now();
    warehouse.execute_batch_query("insert into members (id, name) values (:id, :name)", people);
    warehouse.execute_batch_query(
        "insert into orders (id, member_id, total) values (:id, :member, :total)", bought);
    warehouse.execute_query("create index orders_by_member on orders (member_id)");
    std::printf(
        "  %zu members and %zu orders in %.2f s\n",
        people.size(),
        bought.size(),
        std::chrono::duration<double>{clock::now() - start}.count());
}

template <class Warehouse>
void ask(Warehouse& warehouse) {
    const auto spenders = warehouse.template execute_query<spender>(
        "select m.id as id, m.name as name, sum(o.total) as spent from members m "
        "join orders o on o.member_id = m.id group by m.id, m.name "
        "having sum(o.total) > :least order by spent desc, id limit 3",
        cenote::arg("least", 1000.0));
    for (const spender& s : spenders)
        std::printf("  %s spent %.2f\n", s.name.c_str(), s.spent);

    const auto page = warehouse.execute_paginated_query(
        "select id, total from orders order by id", cenote::page{.number = 3, .size = 50});
    std::printf(
        "  page %lld of %lld begins with order %d of %lld\n",
        static_cast<long long>(page.number),
        static_cast<long long>(page.pages),
        page.rows[0].template get<int>("id"),
        static_cast<long long>(page.total));
}

} // namespace quick_start
