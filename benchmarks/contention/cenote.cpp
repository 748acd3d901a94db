#include "../support/dummies.hpp"
#include "contend.hpp"

namespace {

using bench::contend_for;
using bench::dummies;
namespace threading = cenote::threading;
namespace waiting = cenote::waiting;

template <class Threading>
bool each_waiting_policy(const std::string& threading) {
    return contend_for<dummies<Threading, waiting::fifo_after>>(threading + "_fifo_after") &&
           contend_for<dummies<Threading, waiting::fifo>>(threading + "_fifo") &&
           contend_for<dummies<Threading, waiting::barging>>(threading + "_barging");
}

[[maybe_unused]] const bool multi = each_waiting_policy<threading::multi>("multi");
[[maybe_unused]] const bool mutexed = each_waiting_policy<threading::mutexed>("mutexed");

} // namespace
