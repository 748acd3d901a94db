#pragma once

#include <cenote/policy/closing/by_caller.hpp>
#include <cenote/policy/closing/concept.hpp>
#include <cenote/policy/closing/in_background.hpp>
