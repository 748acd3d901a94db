#pragma once

#include <cenote/policy/recycling/any_of.hpp>
#include <cenote/policy/recycling/concept.hpp>
#include <cenote/policy/recycling/max_age.hpp>
#include <cenote/policy/recycling/max_idle.hpp>
#include <cenote/policy/recycling/max_uses.hpp>
#include <cenote/policy/recycling/never.hpp>
