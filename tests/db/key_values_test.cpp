#include <cenote/db/key_values.hpp>
#include <cenote/db/option_rules.hpp>

#include <array>
#include <string>
#include <support/catch.hpp>
#include <vector>

using namespace cenote::db;

namespace {

std::vector<key_value> read(std::string_view text) {
    return key_value_reader{{"mysql", '\'', true}, text}.read();
}

constexpr auto known =
    std::to_array<known_option>({{"host", "host"}, {"pass", "password"}, {"password", "password"}});

} // namespace

TEST_CASE("pairs are read with any spaces around them", "[db][connect string]") {
    const auto pairs = read("  a=1   b = 'two words'\tc='' ");
    REQUIRE(pairs.size() == 3);
    CHECK(pairs[0].key == "a");
    CHECK(pairs[0].value == "1");
    CHECK(pairs[1].value == "two words");
    CHECK(pairs[2].value.empty());
}

TEST_CASE("a backslash takes the next character as it is", "[db][connect string]") {
    CHECK(read("a='it\\'s' b=x\\ y").at(0).value == "it's");
    CHECK(read("a='it\\'s' b=x\\ y").at(1).value == "x y");
}

TEST_CASE("a string that is not pairs is refused without being quoted", "[db][connect string]") {
    const auto text = GENERATE(
        as<std::string>{},
        "hunter2",
        "password",
        "password='hunter2",
        "a=1 hunter2",
        "=hunter2",
        "a='x'hunter2",
        "a=hun'ter2",
        "a=hunter2\\");
    CAPTURE(text);
    try {
        static_cast<void>(read(text));
        FAIL("accepted");
    } catch (const connect_string_error& e) {
        CHECK(std::string{e.what()}.find("hunter2") == std::string::npos);
        CHECK(std::string{e.what()}.find("mysql connection string: must be key=value") == 0);
    }
}

TEST_CASE(
    "an unknown option is named, unless it may be a piece of the password",
    "[db][connect string]") {
    CHECK_THROWS_WITH(
        refuse_unknown("mysql", known, read("hots=db")),
        "mysql connection string: \"hots\" is not an option SOCI knows");
    CHECK_THROWS_WITH(
        refuse_unknown("mysql", known, read("pass=my hunter=2")),
        "mysql connection string: has an unknown option after the password; quote what has spaces");
}

TEST_CASE("an option given twice is refused, by another name too", "[db][connect string]") {
    CHECK_THROWS_WITH(
        refuse_unknown("mysql", known, read("pass=a password=b")),
        "mysql connection string: \"password\" is given twice");
}

TEST_CASE("a number is whole, positive and not too large", "[db][connect string]") {
    CHECK(whole_number("mysql", "port", "65535", 65'535) == 65'535);
    for (const auto* wrong : {"0", "-1", "0.5", "", "5s", " 5", "65536", "99999999999999999999"})
        CHECK_THROWS_AS(whole_number("mysql", "port", wrong, 65'535), connect_string_error);
    CHECK_THROWS_WITH(
        whole_number("mysql", "port", "x", 9),
        "mysql connection string: \"port\" must be a whole number from 1 to 9");
}
