#include "../support/mutex_deque.hpp"

#include "contend.hpp"

namespace {

[[maybe_unused]] const bool registered = bench::contend_for<bench::mutex_deque>("mutex_deque");

} // namespace
