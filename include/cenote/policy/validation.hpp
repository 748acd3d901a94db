#pragma once

#include <cenote/policy/validation/after_idle.hpp>
#include <cenote/policy/validation/always.hpp>
#include <cenote/policy/validation/concept.hpp>
#include <cenote/policy/validation/ladder.hpp>
#include <cenote/policy/validation/none.hpp>
#include <cenote/policy/validation/probe.hpp>
#include <cenote/policy/validation/proof.hpp>
