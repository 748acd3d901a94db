#pragma once

#include <cenote/warehouse/parameter.hpp>
#include <cenote/warehouse/value.hpp>

#include <string>
#include <utility>
#include <vector>

namespace cenote {

/// A statement with its arguments, to be sent later: `statement{"delete from t where id = :i", 7}`.
/// Owns both.
class statement {
public:
    /// Arguments are given as to `execute_query`.
    template <class... Args>
    explicit statement(std::string sql, const Args&... args)
        : sql_{std::move(sql)} {
        arguments_.reserve(sizeof...(Args));
        (keep(args), ...);
    }

    [[nodiscard]] const std::string& sql() const noexcept { return sql_; }

    /// The arguments as parameters, which refer to this statement.
    [[nodiscard]] std::vector<parameter> parameters() const {
        std::vector<parameter> all;
        all.reserve(arguments_.size());
        for (const auto& one : arguments_) {
            all.emplace_back(one.content);
            all.back().name = one.name;
        }
        return all;
    }

private:
    struct argument {
        std::string name;
        value content;
    };

    template <class T>
    void keep(const T& given) {
        arguments_.push_back({"", given});
    }

    template <class T>
    void keep(const named_argument<T>& given) {
        arguments_.push_back({std::string{given.name}, given.given});
    }

    std::string sql_;
    std::vector<argument> arguments_{};
};

} // namespace cenote
