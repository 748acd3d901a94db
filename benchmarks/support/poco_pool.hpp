#pragma once

#include "dummies.hpp"
#include "loan.hpp"

#include <Poco/ObjectPool.h>
#include <cstddef>
#include <stdexcept>
#include <vector>

namespace bench {

/// Poco's pool of objects, all of them made.
class poco_pool {
public:
    explicit poco_pool(std::size_t size)
        : pool_{size, size} {
        std::vector<dummy*> made;
        while (made.size() < size)
            made.push_back(take());
        for (auto* one : made)
            put(one);
    }

    [[nodiscard]] loan<poco_pool> acquire() { return loan{*this}; }

    [[nodiscard]] dummy* take() {
        if (auto* one = pool_.borrowObject(longest_wait)) return one;
        throw std::runtime_error{"Poco's pool lent nothing for 30 s"};
    }

    void put(dummy* one) { pool_.returnObject(one); }

private:
    static constexpr long longest_wait = 30'000; // ms, as in our pools

    Poco::ObjectPool<dummy> pool_;
};

} // namespace bench
