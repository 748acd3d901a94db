#pragma once

#include <cenote/base/time.hpp>

#include <chrono>
#include <exception>
#include <sstream>
#include <string>
#include <utility>

namespace cenote {

/// A span exactly, in the largest unit that needs no fraction, such as "1500ms".
[[nodiscard]] inline std::string to_text(duration span) {
    const auto ns = span.count();
    if (ns == 0) return "0s";
    if (ns % 1'000'000'000 == 0) return std::to_string(ns / 1'000'000'000) + "s";
    if (ns % 1'000'000 == 0) return std::to_string(ns / 1'000'000) + "ms";
    if (ns % 1'000 == 0) return std::to_string(ns / 1'000) + "us";
    return std::to_string(ns) + "ns";
}

/// A number as a reader would write it.
[[nodiscard]] inline std::string to_text(double number) {
    std::ostringstream text;
    text << number;
    return std::move(text).str();
}

/// What an exception says of itself; empty for none.
[[nodiscard]] inline std::string to_text(const std::exception_ptr& error) {
    if (!error) return {};
    try {
        std::rethrow_exception(error);
    } catch (const std::exception& e) {
        return e.what();
    } catch (...) {
        return "an exception that is no std::exception";
    }
}

/// A measured span as a person would say it: "12s", "9999ms", "850us".
[[nodiscard]] inline std::string rounded(duration span) {
    using namespace std::chrono;
    if (abs(span) >= 10s) return to_text(duration{duration_cast<seconds>(span)});
    if (abs(span) >= 10ms) return to_text(duration{duration_cast<milliseconds>(span)});
    return to_text(duration{duration_cast<microseconds>(span)});
}

} // namespace cenote
