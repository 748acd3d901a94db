#pragma once

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/cancellation_type.hpp>

#include <utility>

namespace cenote {

/// An operation's use of a cancellation slot. It ends by itself when the signal goes, or when another
/// operation takes the slot, which is then left alone.
///
/// Thread-safety: none, like the slot's.
class hearing {
public:
    hearing() = default;
    hearing(const hearing&) = delete;
    hearing& operator=(const hearing&) = delete;

    ~hearing() { end(); }

    /// Has `heard()` called, which must not throw, at each cancellation of any type. Does nothing
    /// where there is no signal. Throws: `std::bad_alloc`.
    template <class Heard>
    void begin(boost::asio::cancellation_slot slot, Heard heard) {
        if (!slot.is_connected()) return;
        slot.emplace<ear<Heard>>(*this, std::move(heard));
        slot_ = slot;
    }

    void end() noexcept {
        if (is_open_) slot_.clear();
    }

private:
    template <class Heard>
    class ear {
    public:
        ear(hearing& of, Heard heard)
            : of_{of}
            , heard_{std::move(heard)} {
            of_.is_open_ = true;
        }

        ear(const ear&) = delete;
        ear& operator=(const ear&) = delete;

        ~ear() { of_.is_open_ = false; }

        void operator()(boost::asio::cancellation_type wanted) {
            if (wanted != boost::asio::cancellation_type::none) heard_();
        }

    private:
        hearing& of_;
        Heard heard_;
    };

    boost::asio::cancellation_slot slot_;
    bool is_open_ = false; // what lies in the slot is this one's
};

} // namespace cenote
