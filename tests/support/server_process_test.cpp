#include <cenote/db/mysql.hpp>
#include <cenote/db/postgresql.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <support/catch.hpp>
#include <support/killer.hpp>
#include <support/server_process.hpp>
#include <support/setting.hpp>
#include <support/timing.hpp>

namespace {

using namespace std::chrono_literals;
using cenote::db::mysql;
using cenote::db::postgresql;
using test::in;
using test::server_process;

/// A server that the tests of one backend share, since making one takes a while; null if there can
/// be none.
template <class Backend>
server_process* own_server() {
    if (!test::setting("CENOTE_TEST_OWN_SERVER")) return nullptr;
    static server_process one{std::string{Backend::name}};
    if (one.pid() == 0) one.start();
    return &one;
}

template <class Session>
int one(Session& session) {
    int number = 0;
    session << "SELECT 1", soci::into(number);
    return number;
}

template <class Backend>
bool connects(const std::string& where) {
    return !test::thrown_by([&] { static_cast<void>(Backend{where}.open(in(5s))); });
}

TEMPLATE_TEST_CASE(
    "an own server admits a user, the same over TLS, and an administrator", "", mysql, postgresql) {
    auto* server = own_server<TestType>();
    if (server == nullptr) return;
    CHECK(connects<TestType>(server->plain()));
    CHECK(connects<TestType>(server->tls()));
    CHECK(connects<TestType>(server->admin()));
}

TEMPLATE_TEST_CASE(
    "an own server that was stopped ends its sessions, refuses, and starts again with its data",
    "",
    mysql,
    postgresql) {
    auto* server = own_server<TestType>();
    if (server == nullptr) return;
    const TestType ours{server->plain()};
    auto session = ours.open(in(5s));
    session << "CREATE TABLE kept (id INT)";
    server->stop();
    CHECK(server->pid() == 0);
    CHECK_THROWS(one(session));
    CHECK_FALSE(connects<TestType>(server->plain()));
    server->start();
    auto next = ours.open(in(5s));
    CHECK_NOTHROW(next << "DROP TABLE kept");
}

TEMPLATE_TEST_CASE(
    "an own server that was killed ends its sessions and recovers", "", mysql, postgresql) {
    auto* server = own_server<TestType>();
    if (server == nullptr) return;
    auto session = TestType{server->plain()}.open(in(5s));
    server->sigkill();
    CHECK_THROWS(one(session));
    CHECK_FALSE(connects<TestType>(server->plain()));
    server->restart();
    CHECK(connects<TestType>(server->plain()));
}

TEMPLATE_TEST_CASE(
    "an own server that was stopped by a signal is silent and then goes on",
    "",
    mysql,
    postgresql) {
    auto* server = own_server<TestType>();
    if (server == nullptr) return;
    const TestType ours{server->plain()};
    auto silent = ours.open(in(5s));
    auto session = ours.open(in(5s));
    server->sigstop();
    CHECK_FALSE(ours.ping(silent, in(200ms)).alive());
    server->sigcont();
    CHECK(one(session) == 1);
}

TEMPLATE_TEST_CASE("an own server can be told to end one session", "", mysql, postgresql) {
    auto* server = own_server<TestType>();
    if (server == nullptr) return;
    auto victim = TestType{server->plain()}.open(in(5s));
    auto other = TestType{server->plain()}.open(in(5s));
    auto admin = TestType{server->admin()}.open(in(5s));
    test::kill(admin, test::backend_id(victim));
    CHECK(test::comes_true([&] { return !test::exists(admin, test::backend_id(victim)); }));
    CHECK_THROWS(one(victim));
    CHECK(one(other) == 1);
}

} // namespace
