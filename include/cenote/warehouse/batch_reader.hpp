#pragma once

#include <cenote/warehouse/numbered_query.hpp>
#include <cenote/warehouse/query.hpp>
#include <cenote/warehouse/record.hpp>
#include <cenote/warehouse/rows.hpp>
#include <cenote/warehouse/table.hpp>

#include <concepts>
#include <cstddef>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace cenote::detail {

/// Reads a query's rows on one session, `batch` at a time. Throws what `Reader` throws, and
/// `column_error`. To be destroyed before the session is given back.
template <class Reader, class T>
class batch_reader {
public:
    template <class Session>
    batch_reader(Session& on, const numbered_query<Reader>& sent, std::size_t batch)
        : from_{on, sent.text(), sent.values(), batch}
        , batch_{batch}
        , names_{table::names_of(from_)}
        , shape_{names_} {}

    /// Fewer rows than a batch has when these were the last.
    [[nodiscard]] result<T> next() {
        if constexpr (std::same_as<T, rows>) {
            auto read = std::make_shared<table>();
            read->names = names_;
            while (read->size < batch_ && from_.next())
                read->take(from_);
            return rows{std::move(read)};
        } else {
            std::vector<T> read;
            while (read.size() < batch_ && from_.next())
                read.push_back(shape_.read(from_));
            return read;
        }
    }

private:
    struct no_shape {
        explicit no_shape(const std::vector<std::string>&) noexcept {}
    };

    Reader from_;
    std::size_t batch_;
    std::vector<std::string> names_;
    std::conditional_t<std::same_as<T, rows>, no_shape, record<T>> shape_;
};

} // namespace cenote::detail
