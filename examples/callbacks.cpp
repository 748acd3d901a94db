// A pool awaited with plain completion handlers: whoever asks leaves a function to be called, with a
// lease or with the reason why there is none.
#include <cenote/asio.hpp>

#include <boost/asio.hpp>

#include <atomic>
#include <iostream>
#include <memory>
#include <string>

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

struct line {
    int number;
};

struct exchange {
    std::atomic<int>& opened; // atomic, since the pool's workers open, several at once

    line open(cenote::deadline) { return {++opened}; }
};

using lines = cenote::pool<exchange>;

// One call over one of the lines. It lives as long as a handler that holds it.
class call : public std::enable_shared_from_this<call> {
public:
    call(asio::io_context& io, lines& from, std::string name)
        : io_{io}
        , lines_{from}
        , name_{std::move(name)} {}

    void begin(cenote::timeout patience) {
        auto then =
            [self = shared_from_this()](const boost::system::error_code& failed, lines::lease got) {
                if (failed) return self->tell_failure(failed);
                self->speak(std::move(got));
            };
        // Cancelling comes from the slot, the thread that calls back from the executor; the failure
        // is told here in full, where the code has only its kind.
        cenote::async_acquire(
            lines_,
            patience,
            failure_,
            asio::bind_cancellation_slot(
                hang_up_.slot(), asio::bind_executor(io_, std::move(then))));
    }

    void hang_up() { hang_up_.emit(asio::cancellation_type::total); }

private:
    void speak(lines::lease on) {
        std::cout << name_ << " speaks on line " << on->number << '\n';
        words_.expires_after(20ms);
        // The lease moves along with what is done with it, and goes back when that is over.
        words_.async_wait([self = shared_from_this(),
                           on = std::move(on)](const boost::system::error_code&) mutable {
            on.release();
            std::cout << self->name_ << " is done\n";
        });
    }

    void tell_failure(const boost::system::error_code& failed) {
        if (failed == asio::error::operation_aborted)
            std::cout << name_ << " hung up before there was a line\n";
        else
            std::cout << name_ << ": " << cenote::acquire_error{failure_}.what() << '\n';
    }

    asio::io_context& io_;
    lines& lines_;
    std::string name_;
    cenote::acquire_failure failure_;
    asio::cancellation_signal hang_up_;
    asio::steady_timer words_{io_};
};

} // namespace

int main() {
    std::atomic<int> opened{0};
    lines two{exchange{opened}, cenote::limits{.max_size = 2}};
    asio::io_context io;

    const auto begin = [&](const char* name, cenote::timeout patience) {
        auto one = std::make_shared<call>(io, two, name);
        one->begin(patience);
        return one;
    };
    begin("ada", 1s);
    begin("bob", 1s);
    begin("cid", 1s);  // waits for one of them
    begin("dot", 5ms); // does not wait that long
    const auto eve = begin("eve", 1s);
    asio::post(io, [&] { eve->hang_up(); });

    io.run();
    const auto say_closed = [](const boost::system::error_code&, const cenote::close_report& left) {
        std::cout << "closed, " << left.still_out.size() << " lines still out\n";
    };
    cenote::async_close(two, 1s, asio::bind_executor(io, say_closed));
    io.restart();
    io.run();
}
