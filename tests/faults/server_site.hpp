#pragma once

#include <cenote/base/time.hpp>

#include <faults/load.hpp>
#include <faults/trouble.hpp>
#include <functional>
#include <memory>
#include <string>
#include <support/killer.hpp>
#include <support/proxy.hpp>
#include <support/server_process.hpp>
#include <support/timing.hpp>
#include <support/with.hpp>
#include <vector>

namespace faults {

/// A server of our own, with a proxy before it, and what differs between the servers in `Dialect`.
template <class Dialect>
class server_site {
public:
    using backend = typename Dialect::backend;
    using session = typename backend::session;

    static constexpr auto name = Dialect::name;

    server_site() {
        as_admin([this](session& admin) {
            admin << "create table items (id int primary key, n int)";
            admin << "create table version (v int)";
            admin << "insert into version (v) values (1)";
            for (int i = 1; i <= items; ++i)
                admin << "insert into items (id, n) values (" + std::to_string(i) + ", 0)";
            Dialect::grant(admin);
            admin << Dialect::version, soci::into(version_);
        });
    }

    /// Begins a cell: no trouble, and a proxy that passes everything.
    void open(bool over_tls) {
        what.clear();
        between = std::make_unique<test::proxy>(server.port(), Dialect::spoken);
        connect_ = test::with(
            over_tls ? server.tls() : server.plain(), "port", std::to_string(between->port()));
    }

    void close() { between.reset(); }

    /// The server's version.
    [[nodiscard]] const std::string& version() const noexcept { return version_; }

    /// Connects through the proxy.
    [[nodiscard]] backend factory() const { return backend{connect_}; }

    /// The connection string that bypasses the proxy.
    [[nodiscard]] std::string direct() const { return server.plain(); }

    /// Does something on a session that may do anything, and does not go through the proxy.
    template <class F>
    void as_admin(F f) {
        using namespace std::chrono_literals;
        auto admin = backend{server.admin()}.open(test::in(10s));
        f(admin);
    }

    /// Has the server end one of the sessions, or all.
    void kill_one() { kill_some(1); }

    void kill_all() { kill_some(100); }

    test::server_process server{std::string{backend::name}};
    std::unique_ptr<test::proxy> between{};
    trouble what{};
    std::function<void(int)> expect{};

private:
    void kill_some(int most) {
        as_admin([&](session& admin) {
            std::vector<unsigned long> all;
            soci::rowset<long long> ids = admin.prepare
                                          << std::string{Dialect::sessions} + std::to_string(most);
            for (const auto id : ids)
                all.push_back(static_cast<unsigned long>(id));
            what.breaking([&] {
                for (const auto id : all)
                    kill(admin, id);
            });
        });
    }

    // It may have ended by itself in the meantime.
    static void kill(session& admin, unsigned long id) {
        try {
            test::kill(admin, id);
        } catch (const soci::soci_error&) {
        }
        test::comes_true([&] { return !test::exists(admin, id); });
    }

    std::string version_{};
    std::string connect_{};
};

} // namespace faults
