#pragma once

#include <cenote/policy/release/cleaning.hpp>
#include <cenote/policy/release/concept.hpp>
#include <cenote/policy/release/discard.hpp>
#include <cenote/policy/release/discard_on_exception.hpp>
#include <cenote/policy/release/keep.hpp>
#include <cenote/policy/release/reset.hpp>
#include <cenote/policy/release/rollback.hpp>
