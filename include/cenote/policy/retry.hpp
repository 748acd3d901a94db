#pragma once

#include <cenote/policy/retry/breaker.hpp>
#include <cenote/policy/retry/breaker_gate.hpp>
#include <cenote/policy/retry/budgeted.hpp>
#include <cenote/policy/retry/concept.hpp>
#include <cenote/policy/retry/constant.hpp>
#include <cenote/policy/retry/decorrelated_jitter.hpp>
#include <cenote/policy/retry/exponential.hpp>
#include <cenote/policy/retry/failed_attempt.hpp>
#include <cenote/policy/retry/full_jitter.hpp>
#include <cenote/policy/retry/gate.hpp>
#include <cenote/policy/retry/gate_within.hpp>
#include <cenote/policy/retry/limited.hpp>
#include <cenote/policy/retry/none.hpp>
