#pragma once

#include <cenote/policy/clock/concept.hpp>
#include <cenote/policy/clock/manual.hpp>
#include <cenote/policy/clock/steady.hpp>
