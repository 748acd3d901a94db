#include <cenote/db/socket_peek.hpp>

#include <array>
#include <support/catch.hpp>
#include <sys/socket.h>
#include <unistd.h>

using cenote::db::peek_socket;
using cenote::db::socket_state;

TEST_CASE("a socket is quiet, then has bytes waiting, then is gone", "[db][peek]") {
    std::array<int, 2> ends{};
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) == 0);
    CHECK(peek_socket(ends[0]) == socket_state::quiet);
    REQUIRE(::write(ends[1], "x", 1) == 1);
    CHECK(peek_socket(ends[0]) == socket_state::waiting);
    ::close(ends[1]);
    CHECK(peek_socket(ends[0]) == socket_state::gone); // although a byte still waits
    ::close(ends[0]);
}

TEST_CASE("no socket is gone", "[db][peek]") {
    CHECK(peek_socket(-1) == socket_state::gone);
}
