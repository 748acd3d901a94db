#pragma once

#include <chrono>
#include <faults/cell.hpp>
#include <faults/trouble.hpp>
#include <support/proxy.hpp>
#include <thread>
#include <vector>

namespace faults {

/// A step for every fourth time: all sessions broken more often would leave no time to open any.
template <class Site>
[[nodiscard]] typename cell<Site>::step every_fourth(typename cell<Site>::step one) {
    return [=, turn = 0](Site& s) mutable {
        if (++turn % 4 == 0) one(s);
    };
}

/// A step for every 50 ms: breaks what is in use, and each fifth time, in a pause, what rests.
template <class Site>
[[nodiscard]] typename cell<Site>::step
break_sessions(typename cell<Site>::step in_use, typename cell<Site>::step at_rest) {
    return [=, turn = 0](Site& s) mutable {
        if (++turn % 5 != 0) return in_use(s);
        s.what.pause();
        at_rest(s);
        std::this_thread::sleep_for(2 * trouble::grace);
        s.what.resume();
    };
}

/// The faults that a server and the way to it can have.
template <class Site>
[[nodiscard]] std::vector<cell<Site>> server_cells() {
    using namespace std::chrono_literals;
    using test::direction;
    namespace flow = test::flow;

    const auto break_all = [](Site& s) { s.what.breaking([&] { s.between->reset(); }); };
    const auto kill = break_sessions<Site>(&Site::kill_one, &Site::kill_all);
    const auto pass = [](Site& s) {
        s.between->set(flow::pass{});
        s.what.end();
    };

    return {
        {.fault = "killed session", .again = kill, .serves_reads = true},
        {.fault = "server restart",
         .inject = [](Site& s) { s.what.breaking([&] { s.server.stop(); }); },
         .end = [](Site& s) { s.server.start(); }},
        {.fault = "SIGKILL",
         .inject = [](Site& s) { s.what.breaking([&] { s.server.sigkill(); }); },
         .end = [](Site& s) { s.server.start(); }},
        {.fault = "SIGSTOP",
         .inject =
             [](Site& s) {
                 s.what.begin();
                 s.server.sigstop();
             },
         .end =
             [](Site& s) {
                 s.server.sigcont();
                 s.what.end();
             }},
        {.fault = "black hole",
         .inject =
             [](Site& s) {
                 s.what.begin();
                 s.between->set(flow::black_hole{});
             },
         .end = pass},
        {.fault = "reset", .again = break_sessions<Site>(every_fourth<Site>(break_all), break_all)},
        {.fault = "server-side idle timeout",
         .prepare = [](Site& s) { s.limit_idle(true); },
         .inject =
             [](Site& s) {
                 s.what.pause();
                 std::this_thread::sleep_for(2s);
                 s.what.resume();
             },
         .restore = [](Site& s) { s.limit_idle(false); },
         .serves_reads = true,
         .serves_writes = true},
        {.fault = "refused",
         .inject =
             [=](Site& s) {
                 s.between->refuse();
                 break_all(s);
             },
         .end = [](Site& s) { s.between->admit(); }},
        {.fault = "too many connections",
         .inject =
             [](Site& s) {
                 s.limit_connections(true);
                 s.kill_all();
             },
         .end = [](Site& s) { s.limit_connections(false); }},
        {.fault = "slow accept",
         .inject =
             [=](Site& s) {
                 s.between->accept_after(300ms);
                 break_all(s);
             },
         .again = every_fourth<Site>(break_all),
         .end = [](Site& s) { s.between->accept_after(0ms); }},
        {.fault = "drip-fed connect",
         .inject =
             [=](Site& s) {
                 s.between->set(direction::to_client, flow::drip{1, 20ms});
                 break_all(s);
                 s.what.begin();
             },
         .end = pass},
        {.fault = "silent after login",
         .inject =
             [=](Site& s) {
                 s.between->set(direction::to_client, flow::silent_after_login{});
                 break_all(s);
                 s.what.begin();
             },
         .end = pass},
        {.fault = "TLS session killed", .again = kill, .over_tls = true, .serves_reads = true},
        {.fault = "failed over to read-only",
         .inject = [](Site& s) { s.make_read_only(true); },
         .end = [](Site& s) { s.make_read_only(false); },
         .serves_reads = true,
         .only_error = "read_only"},
    };
}

} // namespace faults
