#pragma once

#include <cenote/base/time.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/system/error_code.hpp>

#include <memory>

namespace cenote {

/// Cancels, when its time is over, what listens to its slot.
///
/// Thread-safety: all of it on one strand, but for `begin`.
class time_out {
public:
    explicit time_out(const boost::asio::any_io_executor& strand)
        : timer_{strand} {}

    /// Begins to count; never, for `deadline::never()`.
    [[nodiscard]] static std::shared_ptr<time_out>
    begin(const boost::asio::any_io_executor& strand, deadline until) {
        auto self = std::make_shared<time_out>(strand);
        if (until == deadline::never()) return self;
        self->timer_.expires_at(until.when());
        self->timer_.async_wait([self](const boost::system::error_code& failed) {
            if (!failed) self->stop_.emit(boost::asio::cancellation_type::terminal);
        });
        return self;
    }

    void end() { timer_.cancel(); }

    [[nodiscard]] boost::asio::cancellation_slot slot() noexcept { return stop_.slot(); }

private:
    boost::asio::steady_timer timer_;
    boost::asio::cancellation_signal stop_;
};

} // namespace cenote
