#include "../support/poco_pool.hpp"
#include "contend.hpp"

namespace {

[[maybe_unused]] const bool registered = bench::contend_for<bench::poco_pool>("poco");

} // namespace
