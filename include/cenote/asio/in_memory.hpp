#pragma once

#include <utility>

namespace cenote {

/// A function for `asio::post`, and where Asio is to keep it.
///
/// `asio::bind_allocator` says the same, but answers for an executor, too, and then Asio hands the
/// function from one to the other, with a guard, although both are the same.
template <class Allocator, class F>
class in_memory {
public:
    using allocator_type = Allocator;

    in_memory(const Allocator& memory, F f)
        : memory_{memory}
        , f_{std::move(f)} {}

    [[nodiscard]] allocator_type get_allocator() const noexcept { return memory_; }

    void operator()() { f_(); }

private:
    [[no_unique_address]] Allocator memory_;
    F f_;
};

} // namespace cenote
