#pragma once

#include <cenote/policy/upkeep/concept.hpp>
#include <cenote/policy/upkeep/every.hpp>
#include <cenote/policy/upkeep/none.hpp>
