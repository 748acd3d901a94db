#pragma once

#include <cstddef>
#include <pthread.h>

namespace test {

/// While it lives no thread can be started: none finds room for so large a stack.
class no_more_threads {
public:
    no_more_threads() {
        ::pthread_getattr_default_np(&before_);
        ::pthread_attr_t huge{};
        ::pthread_getattr_default_np(&huge);
        ::pthread_attr_setstacksize(&huge, std::size_t{1} << 46U);
        ::pthread_setattr_default_np(&huge);
        ::pthread_attr_destroy(&huge);
    }

    no_more_threads(const no_more_threads&) = delete;
    no_more_threads& operator=(const no_more_threads&) = delete;

    ~no_more_threads() {
        ::pthread_setattr_default_np(&before_);
        ::pthread_attr_destroy(&before_);
    }

private:
    ::pthread_attr_t before_{};
};

} // namespace test
