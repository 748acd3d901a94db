#pragma once

#include <cenote/policy/threading/concept.hpp>
#include <cenote/policy/threading/multi.hpp>
#include <cenote/policy/threading/mutexed.hpp>
#include <cenote/policy/threading/plain_ref.hpp>
#include <cenote/policy/threading/single.hpp>
