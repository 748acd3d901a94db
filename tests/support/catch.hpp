#pragma once

// Catch2 2 on Debian 12, Catch2 3 on newer systems: the macros we use are common to both, and what
// is not gets one name here.
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>

#include <string>

namespace test {

inline auto contains(const std::string& part) {
    return Catch::Matchers::ContainsSubstring(part);
}

} // namespace test
#else
#include <catch2/catch.hpp>

#include <string>

namespace test {

inline auto contains(const std::string& part) {
    return Catch::Matchers::Contains(part);
}

} // namespace test
#endif
