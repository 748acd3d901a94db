#pragma once

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <exception>
#include <optional>
#include <utility>

namespace cenote {

/// Something to be called once, that is called with `operation_aborted` if it is destroyed uncalled:
/// because the context that it was to be called on is gone.
///
/// Thread-safety: a plain value.
template <class Done>
class surely {
public:
    explicit surely(Done done)
        : done_{std::move(done)} {}

    surely(surely&& other) noexcept
        : done_{std::exchange(other.done_, std::nullopt)} {}

    surely(const surely&) = delete;
    surely& operator=(const surely&) = delete;
    surely& operator=(surely&&) = delete;

    ~surely() {
        if (done_)
            call(std::make_exception_ptr(
                boost::system::system_error{boost::asio::error::operation_aborted}));
    }

    template <class... Results>
    void call(const std::exception_ptr& failed, Results&&... results) {
        auto done = std::exchange(done_, std::nullopt);
        (*done)(failed, std::forward<Results>(results)...);
    }

private:
    std::optional<Done> done_;
};

} // namespace cenote
