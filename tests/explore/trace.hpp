#pragma once

#include "chooser.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

namespace explore {

/// The story of a schedule, line by line; told only where somebody will read it.
class trace {
public:
    explicit trace(std::ostream* to = nullptr) noexcept
        : to_{to} {}

    /// A thread takes a step.
    void step(std::size_t thread, const char* what, const void* where) {
        if (to_ != nullptr) *to_ << "\n    " << thread << ": " << what << name_of(where);
    }

    /// What comes of the step.
    void add(const char* what) {
        if (to_ != nullptr) *to_ << what;
    }

    void add(std::uint64_t value) {
        if (to_ != nullptr) *to_ << " = " << std::hex << value << std::dec;
    }

    /// A thread goes on for a reason of its own.
    void tell(std::size_t thread, option::how way) {
        note(thread, way == option::how::late ? "its time has come" : "wakes for no reason");
    }

    /// Something happens that the scenario can name.
    void note(std::size_t thread, const char* what) {
        if (to_ != nullptr) *to_ << "\n    " << thread << ": * " << what;
    }

private:
    /// Numbers in order of appearance, since addresses tell nothing.
    std::string name_of(const void* where) {
        if (where == nullptr) return {};
        auto found = std::ranges::find(met_, where);
        if (found == met_.end()) found = met_.insert(met_.end(), where);
        return " #" + std::to_string(found - met_.begin() + 1);
    }

    std::ostream* to_;
    std::vector<const void*> met_;
};

} // namespace explore
