#include <cenote/db/redact.hpp>

#include <string>
#include <support/catch.hpp>
#include <vector>

using cenote::db::redact;

namespace {

std::string redacted(const std::string& message, const std::vector<std::string>& values) {
    return redact(message, values);
}

} // namespace

TEST_CASE("a quoted value is taken out, the rest stays", "[db][redact]") {
    CHECK(
        redacted("Duplicate entry 'ann' for key 'name'", {"ann"}) ==
        "Duplicate entry '?' for key 'name'");
    CHECK(
        redacted("invalid input syntax for type integer: \"ann\"", {"7", "ann"}) ==
        "invalid input syntax for type integer: \"?\"");
}

TEST_CASE("the beginning of a long value is taken out", "[db][redact]") {
    const std::string longish(300, 's');
    CHECK(
        redacted("Duplicate entry '" + longish.substr(0, 64) + "' for key 'k'", {longish}) ==
        "Duplicate entry '?' for key 'k'");
    CHECK(
        redacted("Duplicate entry '" + longish.substr(0, 64) + "...' for key 'k'", {longish}) ==
        "Duplicate entry '?' for key 'k'");
}

TEST_CASE("a composite key with a value in it is taken out", "[db][redact]") {
    CHECK(
        redacted("Duplicate entry '17-ann-x' for key 'k'", {"ann"}) ==
        "Duplicate entry '?' for key 'k'");
}

TEST_CASE("a value with quotes in it is taken out whole", "[db][redact]") {
    CHECK(
        redacted("Duplicate entry 'it's a 'secret'' for key 'k'", {"it's a 'secret'"}) ==
        "Duplicate entry '?' for key 'k'");
    CHECK(
        redacted("Duplicate entry '5-it's secret-6' for key 'k'", {"5", "it's secret", "6"}) ==
        "Duplicate entry '?' for key 'k'");
    CHECK(
        redacted("Duplicate entry 'it's a very lo' for key 'k'", {"it's a very long secret"}) ==
        "Duplicate entry '?' for key 'k'");
}

TEST_CASE(
    "a value that the message cuts off has no closing quote and is taken out", "[db][redact]") {
    CHECK(redacted("Incorrect value: 'ann is sec", {"ann is secret"}) == "Incorrect value: '?");
}

TEST_CASE("an apostrophe in the server's own words opens nothing", "[db][redact]") {
    CHECK(
        redacted("You can't store 'ann' here, it doesn't fit", {"ann"}) ==
        "You can't store '?' here, it doesn't fit");
}

TEST_CASE("what is not a value stays as it is", "[db][redact]") {
    const std::string message = "Table 'cenote.nope' doesn't exist; \"near\" '' isn't empty";
    CHECK(redacted(message, {}) == message);
    CHECK(redacted(message, {"ann", ""}) == message);
}
