#pragma once

/// The pool, awaited with Boost.Asio. What a warehouse has for it is in
/// `<cenote/warehouse/async.hpp>`.
#include <cenote/asio/acquire.hpp>
#include <cenote/asio/async_work.hpp>
#include <cenote/asio/close.hpp>
#include <cenote/asio/upkeep.hpp>
#include <cenote/asio/workers.hpp>
