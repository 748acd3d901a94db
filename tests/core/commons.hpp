#pragma once

#include <cenote/policy/order/precedence.hpp>
#include <cenote/policy/threading/mutexed.hpp>

#include <cenote/core/commons.hpp>

namespace test {

/// As a pool under one lock has it.
using commons = cenote::core::commons<cenote::threading::mutexed, cenote::precedence::affine>;

} // namespace test
