#pragma once

#include <boost/asio/associated_allocator.hpp>
#include <boost/asio/recycling_allocator.hpp>

#include <utility>

namespace cenote {

/// Where something of a handler's is kept: where the handler says, or else in what Asio keeps at hand
/// for each thread.
template <class Handler>
using memory_of =
    boost::asio::associated_allocator_t<Handler, boost::asio::recycling_allocator<void>>;

template <class Handler>
[[nodiscard]] memory_of<Handler> memory_for(const Handler& handler) noexcept {
    return boost::asio::get_associated_allocator(handler, boost::asio::recycling_allocator<void>{});
}

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
