#pragma once

/// A database behind a pool of connections that repairs itself. Include a backend beside it:
/// `<cenote/db/sqlite3.hpp>`, `<cenote/db/mysql.hpp>` or `<cenote/db/postgresql.hpp>`.
#include <cenote/warehouse/options.hpp>
#include <cenote/warehouse/query_error.hpp>
#include <cenote/warehouse/rows.hpp>
#include <cenote/warehouse/warehouse.hpp>
