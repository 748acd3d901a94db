#pragma once

#include <cenote/policy/workers/any.hpp>
#include <cenote/policy/workers/concept.hpp>
#include <cenote/policy/workers/new_thread.hpp>
#include <cenote/policy/workers/threads.hpp>
