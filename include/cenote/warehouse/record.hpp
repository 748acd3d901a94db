#pragma once

#include <cenote/warehouse/bad_query.hpp>
#include <cenote/warehouse/column.hpp>
#include <cenote/warehouse/convert.hpp>

#include <boost/core/type_name.hpp>
#include <boost/hana/accessors.hpp>
#include <boost/hana/concept/struct.hpp>
#include <boost/hana/core/to.hpp>
#include <boost/hana/first.hpp>
#include <boost/hana/for_each.hpp>
#include <boost/hana/length.hpp>
#include <boost/hana/second.hpp>
#include <boost/hana/string.hpp>
#include <boost/hana/tuple.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <type_traits>
#include <vector>

namespace cenote {

/// A struct whose members Hana knows: `BOOST_HANA_DEFINE_STRUCT` or `BOOST_HANA_ADAPT_STRUCT`.
template <class T>
concept described = boost::hana::Struct<T>::value;

namespace detail {

/// Calls `f(name, reference to member)` for each member of a described struct.
template <class Struct, class F>
void each_member(Struct& one, F f) {
    boost::hana::for_each(boost::hana::accessors<std::remove_const_t<Struct>>(), [&](auto member) {
        f(boost::hana::first(member).c_str(), boost::hana::second(member)(one));
    });
}

template <class T>
[[nodiscard]] std::string spelled(const char* member) {
    return boost::core::type_name<T>() + "::" + member + ": ";
}

} // namespace detail

/// Reads rows into a `T`: a described struct takes the columns that its members are named for, and
/// any other type the only column there is.
///
/// Errors: `column_error`, which names the member and the column.
template <class T>
class record {
public:
    explicit record(const std::vector<std::string>& names) {
        if (names.size() != 1)
            throw column_error{
                "a result of " + std::to_string(names.size()) + " columns cannot be read as " +
                boost::core::type_name<T>() + ", which takes one"};
        name_ = names.front();
    }

    /// The current row of `from`.
    template <class Cursor>
    [[nodiscard]] T read(const Cursor& from) const {
        T field{};
        const auto trouble = read_field(from.at(0), field);
        if (!trouble.empty()) throw misread<T>(name_, trouble);
        return field;
    }

private:
    std::string name_;
};

template <described T>
class record<T> {
public:
    /// Finds each member's column. Columns that no member is named for are left out.
    explicit record(const std::vector<std::string>& names) {
        T shape{};
        std::size_t i = 0;
        detail::each_member(shape, [&](const char* member, auto&) {
            columns_[i++] = column_index(names, member, detail::spelled<T>(member));
        });
    }

    /// The current row of `from`.
    template <class Cursor>
    [[nodiscard]] T read(const Cursor& from) const {
        T one{};
        std::size_t i = 0;
        detail::each_member(one, [&](const char* member, auto& field) {
            const auto trouble = read_field(from.at(columns_[i++]), field);
            if (trouble.empty()) return;
            using field_type = std::remove_reference_t<decltype(field)>;
            throw misread<field_type>(member, trouble, detail::spelled<T>(member));
        });
        return one;
    }

private:
    static constexpr std::size_t members =
        decltype(boost::hana::length(boost::hana::accessors<T>()))::value;

    std::array<std::size_t, members> columns_{};
};

} // namespace cenote
