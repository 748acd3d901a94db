#pragma once

#include <cenote/base/time.hpp>

#include <cenote/warehouse.hpp>

#include <soci/connection-pool.h>
#include <soci/soci.h>

#include <chrono>
#include <cstddef>
#include <faults/crowd.hpp>
#include <faults/figures.hpp>
#include <faults/storms.hpp>
#include <thread>
#include <vector>

/// The same trouble for three ways to use connections: SOCI's pool as its documentation shows it,
/// the same with a look at each connection, and the warehouse.
namespace faults {

using namespace std::chrono_literals;

inline constexpr std::size_t storm_connections = 8;
inline constexpr std::size_t storm_threads = 6;

namespace storms {

inline constexpr auto read = "select n from items where id = 1";

/// SOCI's own pool, filled.
template <class Site>
struct soci_pool {
    explicit soci_pool(const Site& site) {
        for (std::size_t i = 0; i < storm_connections; ++i)
            connections.at(i).open(Site::driver(), site.direct());
    }

    soci::connection_pool connections{storm_connections};
};

template <class Site>
class plain_pool {
public:
    static constexpr auto name = "`soci::connection_pool`";

    explicit plain_pool(const Site& site)
        : pool_{site} {}

    void operator()() {
        soci::session session{pool_.connections};
        int n = 0;
        session << read, soci::into(n);
    }

private:
    soci_pool<Site> pool_;
};

template <class Site>
class checked_pool {
public:
    static constexpr auto name = "the same, `is_connected()` and `reconnect()` on each lease";

    explicit checked_pool(const Site& site)
        : pool_{site} {}

    void operator()() {
        soci::session session{pool_.connections};
        if (!session.is_connected()) session.reconnect();
        int n = 0;
        session << read, soci::into(n);
    }

private:
    soci_pool<Site> pool_;
};

template <class Site>
class warehouse {
public:
    static constexpr auto name = "`cenote::warehouse`, defaults";

    explicit warehouse(const Site& site)
        : all_{site.direct(), {.max_size = storm_connections}} {}

    void operator()() { static_cast<void>(all_.template execute_query<int>(read)); }

private:
    cenote::warehouse<typename Site::backend> all_;
};

/// Every 50 ms a session is killed, for five seconds.
template <class Site>
void kill(Site& site) {
    for (const auto until = clock::now() + 5s; clock::now() < until;) {
        site.kill_one();
        std::this_thread::sleep_for(50ms);
    }
}

/// The server is stopped and started three times, a second apart.
template <class Site>
void restart(Site& site) {
    for (int i = 0; i < 3; ++i) {
        std::this_thread::sleep_for(1s);
        site.server.restart();
    }
}

template <class Way, class Site>
storm_figures weather(Site& site, const char* storm, void (*rage)(Site&)) {
    Way way{site};
    crowd calls{storm_threads, [&way] { way(); }};
    std::this_thread::sleep_for(500ms);
    rage(site);
    calls.storm_is_over();
    std::this_thread::sleep_for(2s);
    return {storm, Site::name, Way::name, calls.stop()};
}

} // namespace storms

/// Both storms against the three ways, on a server of their own.
template <class Site>
[[nodiscard]] std::vector<storm_figures> run_storms() {
    Site site;
    std::vector<storm_figures> all;
    const auto against_all = [&](const char* storm, void (*rage)(Site&)) {
        all.push_back(storms::weather<storms::plain_pool<Site>>(site, storm, rage));
        all.push_back(storms::weather<storms::checked_pool<Site>>(site, storm, rage));
        all.push_back(storms::weather<storms::warehouse<Site>>(site, storm, rage));
    };
    against_all("a session killed every 50 ms", storms::kill<Site>);
    against_all("three restarts", storms::restart<Site>);
    return all;
}

} // namespace faults
