#pragma once

// Catch2 2 on Debian 12, Catch2 3 on newer systems: the macros we use are common to both.
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif
