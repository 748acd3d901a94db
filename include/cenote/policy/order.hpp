#pragma once

#include <cenote/policy/order/affine.hpp>
#include <cenote/policy/order/concept.hpp>
#include <cenote/policy/order/lifo.hpp>
#include <cenote/policy/order/lowest.hpp>
#include <cenote/policy/order/precedence.hpp>
