#pragma once

namespace bench {

/// What was taken from one of the other pools, which goes back when this ends.
template <class Pool>
class [[nodiscard]] loan {
public:
    explicit loan(Pool& from)
        : from_{from}
        , taken_{from.take()} {}

    loan(const loan&) = delete;
    loan& operator=(const loan&) = delete;

    ~loan() { from_.put(taken_); }

    [[nodiscard]] auto& operator*() noexcept { return taken_; }

private:
    Pool& from_;
    decltype(from_.take()) taken_;
};

} // namespace bench
