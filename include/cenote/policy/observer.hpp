#pragma once

#include <cenote/policy/observer/all_of.hpp>
#include <cenote/policy/observer/concept.hpp>
#include <cenote/policy/observer/counters.hpp>
#include <cenote/policy/observer/none.hpp>
#include <cenote/policy/observer/tell.hpp>
