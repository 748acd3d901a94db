#pragma once

namespace test {

/// Whether a sanitizer is at work. It slows everything down and keeps what is freed for a while, so
/// that how long something took, or how much memory it held, says nothing.
inline constexpr bool is_sanitized =
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
    true;
#else
    false;
#endif
#else
    false;
#endif

} // namespace test
