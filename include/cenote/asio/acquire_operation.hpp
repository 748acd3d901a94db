#pragma once

#include <cenote/base/acquire_error.hpp>

#include <cenote/pool/access.hpp>
#include <cenote/pool/errand.hpp>

#include <cenote/asio/acquiring.hpp>
#include <cenote/asio/handled.hpp>
#include <cenote/asio/waiting_room.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <memory>
#include <source_location>
#include <utility>

namespace cenote {

/// An awaited acquire with its handler.
template <class Pool, class House, class Handler>
class acquire_operation final
    : public handled<acquiring<House>, Handler, acquire_operation<Pool, House, Handler>> {
    using base = handled<acquiring<House>, Handler, acquire_operation>;
    using slot = typename House::slot;

public:
    acquire_operation(
        Handler handler,
        acquire_failure* told,
        std::source_location where,
        errand<House> begun,
        std::shared_ptr<waiting_room> room)
        : base{std::move(handler), std::move(begun), std::move(room)}
        , told_{told}
        , where_{where} {}

private:
    void finish(slot* got, bool aborted) override {
        boost::system::error_code why;
        if (aborted)
            why = boost::asio::error::operation_aborted;
        else if (got == nullptr)
            why = tell();
        auto lent = got == nullptr ? typename Pool::lease{}
                                   : pool_access::lend<Pool>(this->story().house(), *got, where_);
        this->hand_over(why, std::move(lent));
    }

    [[nodiscard]] boost::system::error_code tell() {
        auto story = this->story().failure();
        const boost::system::error_code why = story.kind;
        if (told_ != nullptr) *told_ = std::move(story);
        return why;
    }

    acquire_failure* told_;
    std::source_location where_;
};

} // namespace cenote
