#pragma once

#include "loan.hpp"

#include <soci/soci.h>

#include <cstddef>

namespace bench {

/// SOCI's pool, of sessions that are not connected to anything.
class soci_pool {
public:
    explicit soci_pool(std::size_t size)
        : pool_{size} {}

    [[nodiscard]] loan<soci_pool> acquire() { return loan{*this}; }

    [[nodiscard]] std::size_t take() { return pool_.lease(); }

    void put(std::size_t place) { pool_.give_back(place); }

private:
    soci::connection_pool pool_;
};

} // namespace bench
