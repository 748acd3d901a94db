#pragma once

#include <cenote/policy/opening/by_caller.hpp>
#include <cenote/policy/opening/concept.hpp>
#include <cenote/policy/opening/in_background.hpp>
