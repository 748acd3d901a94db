#pragma once

#include <cenote/base/close_cause.hpp>

#include <cenote/core/ticket.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace cenote {

/// One thing for a thread of a pool to do: open in `place`, or close `doomed`. Or nothing.
template <class Slot, class Resource>
struct task {
    Slot* place = nullptr;
    std::uint64_t serial = 0; ///< Of the open; see `core::ordered_place`.
    std::unique_ptr<Resource> doomed{};
    close_cause why{};

    explicit operator bool() const noexcept { return place != nullptr || doomed != nullptr; }
};

/// What a book notes about the threads of its pool. The book's lock guards it.
template <class Resource>
struct crew {
    std::size_t threads = 0;        ///< All of them; while there is one, the house stands.
    std::size_t closing = 0;        ///< Those that close something.
    core::ticket* keeper = nullptr; ///< The one that looks after what is idle, while it sleeps.
    std::vector<std::pair<std::unique_ptr<Resource>, close_cause>> doomed; ///< Still to be closed.

    /// Leaves a resource to be closed; false, and untouched, when there is no memory for that.
    [[nodiscard]] bool leave(std::unique_ptr<Resource>& what, close_cause why) noexcept {
        try {
            doomed.emplace_back(nullptr, why);
        } catch (...) {
            return false;
        }
        doomed.back().first = std::move(what);
        return true;
    }

    /// How much is still to be closed, or being closed.
    [[nodiscard]] std::size_t unclosed() const noexcept { return doomed.size() + closing; }
};

/// The crew of a pool that has nothing done in the background: threads of its workers only.
struct no_crew {
    std::size_t threads = 0;

    [[nodiscard]] static constexpr std::size_t unclosed() noexcept { return 0; }
};

} // namespace cenote
