#pragma once

#include <cenote/policy/waiting/barging.hpp>
#include <cenote/policy/waiting/bounded.hpp>
#include <cenote/policy/waiting/concept.hpp>
#include <cenote/policy/waiting/fail_fast.hpp>
#include <cenote/policy/waiting/fifo.hpp>
#include <cenote/policy/waiting/fifo_after.hpp>
