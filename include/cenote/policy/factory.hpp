#pragma once

#include <cenote/base/fault.hpp>
#include <cenote/base/time.hpp>

#include <cenote/policy/awaited.hpp>

#include <exception>
#include <type_traits>
#include <utility>

namespace cenote {

/// Stands for the resource of what is no factory, so that the sentence of `check_factory` is not
/// followed by others.
struct no_resource {};

namespace detail {

template <class Factory>
struct opened_by {
    using type = no_resource;
};

template <class Factory>
    requires requires(Factory& f, deadline until) { f.open(until); }
struct opened_by<Factory> {
    using type = awaited_t<decltype(std::declval<Factory&>().open(std::declval<deadline>()))>;
};

template <class Factory>
concept opens = requires(Factory& f, deadline until) {
    { f.open(until) };
    requires std::is_object_v<typename opened_by<Factory>::type>;
};

template <class Factory>
concept says_where_it_awaits = !opens_by_awaiting<Factory> || requires(Factory& f) {
    { f.get_executor() };
    requires std::is_object_v<std::remove_cvref_t<decltype(f.get_executor())>>;
};

} // namespace detail

/// The type of resource that a factory opens, at once or by awaiting.
template <class Factory>
using resource_of = typename detail::opened_by<Factory>::type;

/// Opens and closes the resources of a pool.
///
/// | expression            | returns    | throws          | called                               |
/// |-----------------------|------------|-----------------|--------------------------------------|
/// | `f.open(deadline)`    | `Resource` | when it failed  | to fill a place                      |
/// | `f.close(r)`          | -          | never           | optional: before `r` is destroyed    |
/// | `f.classify(error)`   | `fault`    | never           | optional: an open failed             |
/// | `f.classify(r, error)`| `fault`    | never           | optional: something failed on `r`    |
/// | `f.get_executor()`    | `Executor` | never           | where `open` returns an awaitable    |
///
/// `open` may return an awaitable of the resource, such as `boost::asio::awaitable<Resource>`. It
/// is awaited on the factory's executor, and so is every other awaitable that the factory, or a
/// probe of its resources, returns.
///
/// A resource need be neither movable nor copyable. Without `classify` every failure is taken for
/// `fault::transient`. What the policies want of a factory (`ping`, `rollback` ...) stands there.
///
/// Threads: called from many at once, on different resources, never under a lock of the pool.
/// Errors: what `open` throws ends up in error texts: it must not contain secrets.
template <class Factory>
concept factory = detail::opens<Factory> && detail::says_where_it_awaits<Factory>;

/// Says what is wrong with a type that is no factory.
template <class Factory>
struct check_factory {
    static_assert(
        detail::opens<Factory>,
        "[cenote] factory: write `Resource open(cenote::deadline)`, returning the resource by "
        "value, or an awaitable of it.");
    static_assert(
        !detail::opens<Factory> || detail::says_where_it_awaits<Factory>,
        "[cenote] factory: one that opens by awaiting says where that runs; write `Executor "
        "get_executor()`.");
};

/// The fault behind an open that failed.
template <class Factory>
[[nodiscard]] fault classify(Factory& f, const std::exception_ptr& error) noexcept {
    if constexpr (requires { f.classify(error); })
        return f.classify(error);
    else
        return fault::transient;
}

/// The fault behind a failure on a resource: the factory may look at the resource itself to tell.
template <class Factory, class Resource>
[[nodiscard]] fault classify(Factory& f, Resource& r, const std::exception_ptr& error) noexcept {
    if constexpr (requires { f.classify(r, error); })
        return f.classify(r, error);
    else
        return classify(f, error);
}

} // namespace cenote
