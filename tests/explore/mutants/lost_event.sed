# An operation rests whatever has happened meanwhile.
s/return state_.compare_exchange_strong(alone, 0, std::memory_order_acq_rel);/return state_.exchange(0), alone == busy;/
