#pragma once

#include <stdexcept>

namespace cenote {

/// A call that cannot be right, whatever the database holds: found before anything is sent.
class bad_query : public std::invalid_argument {
public:
    using std::invalid_argument::invalid_argument;
};

/// A page that cannot be asked for.
class bad_page : public bad_query {
public:
    using bad_query::bad_query;
};

/// A column that the result does not have, or that does not hold what was asked for.
class column_error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

} // namespace cenote
