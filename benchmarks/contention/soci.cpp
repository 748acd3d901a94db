#include "../support/soci_pool.hpp"
#include "contend.hpp"

namespace {

[[maybe_unused]] const bool registered = bench::contend_for<bench::soci_pool>("soci_pool");

} // namespace
