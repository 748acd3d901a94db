#pragma once

#include <cenote/warehouse/parameter.hpp>

#include <soci/soci.h>

#include <string>
#include <variant>

namespace cenote::detail {

/// Binds parameters to a statement. It holds what SOCI keeps addresses of, so it must outlive the
/// statement's executions, as must the parameters.
class binding {
public:
    explicit binding(soci::statement& to)
        : to_{to} {}

    /// For the placeholder `name`, or for the next one by position if that is empty.
    void bind(const parameter& one, const std::string& name = {}) {
        std::visit([this, &name](const auto& held) { use(held, name); }, one.held());
    }

private:
    /// NULL is bound as the address of some number, with an indicator that says not to read it.
    void use(std::monostate, const std::string& name) {
        static constexpr long long unread = 0;
        to_.exchange(soci::use(unread, null_, name));
    }

    void use(const std::string* held, const std::string& name) { use(*held, name); }

    template <class Held>
    void use(const Held& held, const std::string& name) {
        to_.exchange(soci::use(held, name));
    }

    soci::statement& to_;
    soci::indicator null_ = soci::i_null;
};

} // namespace cenote::detail
