#pragma once

#include <cenote/policy/refreshing/concept.hpp>
#include <cenote/policy/refreshing/none.hpp>
#include <cenote/policy/refreshing/reaction.hpp>
#include <cenote/policy/refreshing/retire.hpp>
#include <cenote/policy/refreshing/suspect.hpp>
