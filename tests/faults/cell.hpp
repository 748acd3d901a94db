#pragma once

#include <functional>
#include <string>

namespace faults {

/// One fault on one kind of site. What is empty does nothing.
template <class Site>
struct cell {
    using step = std::function<void(Site&)>;

    std::string fault{};
    step prepare{}; ///< Before the warehouse is made.
    step inject{};  ///< Begins the fault.
    step again{};   ///< Every 50 ms while it lasts.
    step end{};     ///< Ends it.
    step restore{}; ///< After the warehouse is gone: undoes `prepare`.

    bool over_tls = false;
    bool serves_reads = false;  ///< No read may fail: the warehouse can do without what broke.
    bool serves_writes = false; ///< No write may fail, likewise.
    std::string only_error{};   ///< If not empty, every error is of this kind.
};

} // namespace faults
