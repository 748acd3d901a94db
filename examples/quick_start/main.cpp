// The quick start: a warehouse of members and orders on a real database, and what becomes of its
// callers when connections break, beside SOCI's own pool under the same trouble.

#include "site.hpp"
#include "story.hpp"
#include "table.hpp"
#include "trouble.hpp"

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <exception>
#include <functional>
#include <map>
#include <string>

namespace {

struct wishes {
    std::string backend = "sqlite3";
    std::string connect = "quick_start.db";
    int orders = 100'000;
    int seconds = 4;
};

template <class Backend>
void run(const wishes& wanted) {
    using namespace quick_start;
    site<Backend> where{wanted.connect};
    const std::chrono::seconds how_long{wanted.seconds};

    std::printf("\nA warehouse on %s:\n", wanted.backend.c_str());
    {
        cenote::warehouse<typename site<Backend>::backend> warehouse{where.factory()};
        fill(warehouse, wanted.orders);
        ask(warehouse);
    }

    std::printf("\nTrouble: %zu threads query while %s.\n", connections, where.how);
    std::fflush(stdout);
    std::vector runs{before(where, how_long), after(where, how_long)};
    std::printf("\n");
    print(runs);
}

} // namespace

int main(int argc, char** argv) {
    wishes wanted;
    std::map<std::string, std::function<void(const wishes&)>> backends{
        {"sqlite3", run<cenote::db::sqlite3>}};
#ifdef QUICK_START_MYSQL
    backends["mysql"] = run<cenote::db::mysql>;
#endif
#ifdef QUICK_START_POSTGRESQL
    backends["postgresql"] = run<cenote::db::postgresql>;
#endif

    CLI::App app{"A warehouse of members and orders, in good days and bad."};
    app.add_option("--backend", wanted.backend, "the database")
        ->check(CLI::IsMember(&backends))
        ->capture_default_str();
    app.add_option("--connect", wanted.connect, "SOCI's connection string, or SQLite's file")
        ->capture_default_str();
    app.add_option("--orders", wanted.orders, "orders to make")
        ->check(CLI::Range(1, 10'000'000))
        ->capture_default_str();
    app.add_option("--seconds", wanted.seconds, "how long the trouble lasts, for each pool")
        ->check(CLI::Range(1, 3600))
        ->capture_default_str();
    CLI11_PARSE(app, argc, argv);

    try {
        backends.at(wanted.backend)(wanted);
        return 0;
    } catch (const std::exception& e) {
        std::fprintf(stderr, "quick_start: %s\n", e.what());
        return 1;
    }
}
