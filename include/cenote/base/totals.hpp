#pragma once

#include <cenote/base/close_cause.hpp>
#include <cenote/base/error.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace cenote {

/// What a pool has done since it was made, each event counted once, by cause.
struct totals {
    std::uint64_t lent{};          ///< Leases given out.
    std::uint64_t waited{};        ///< Callers that had to join the queue.
    std::uint64_t opened{};        ///< Resources opened.
    std::uint64_t open_failures{}; ///< Opens that failed.
    std::uint64_t abandoned{};     ///< Of those, opens that were given up while they went on.
    std::uint64_t proofs{};        ///< Resources asked to prove that they are alive.
    std::uint64_t refreshes{};     ///< Refreshes; a hundred failures of one generation make one.
    std::array<std::uint64_t, close_causes> closed_by{}; ///< Resources closed, by `close_cause`.
    std::array<std::uint64_t, errc_slots> failed_by{};   ///< Acquires that failed, by `errc`.

    /// Resources closed for this cause.
    [[nodiscard]] std::uint64_t closed(close_cause why) const noexcept {
        return closed_by[static_cast<std::size_t>(why)];
    }

    /// Acquires that failed in this way.
    [[nodiscard]] std::uint64_t failed(errc why) const noexcept {
        return failed_by[static_cast<std::size_t>(why)];
    }

    friend bool operator==(const totals&, const totals&) noexcept = default;
};

} // namespace cenote
