#pragma once

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <atomic>
#include <map>
#include <mutex>

namespace faults {

/// A file system for SQLite, named "full_disk", that has no room left while it is told so: what
/// would make a file longer fails, and the rest works.
class full_disk {
    using methods = sqlite_api::sqlite3_io_methods;
    using file = sqlite_api::sqlite3_file;
    using vfs = sqlite_api::sqlite3_vfs;

public:
    static constexpr auto name = "full_disk";

    /// Makes it known to SQLite; again does nothing.
    static void install() {
        static vfs ours = [] {
            vfs one = *real();
            one.zName = name;
            one.xOpen = &open;
            return one;
        }();
        sqlite_api::sqlite3_vfs_register(&ours, 0);
    }

    static void set(bool full) noexcept { full_ = full; }

private:
    static vfs* real() noexcept {
        static vfs* const one = sqlite_api::sqlite3_vfs_find(nullptr);
        return one;
    }

    /// A file's methods with another way to write. SQLite hands them back with each call, and so
    /// the way to those they stand for.
    struct table {
        methods ours{};
        const methods* theirs{};
    };

    static int open(vfs*, const char* path, file* to, int flags, int* had) {
        const int result = real()->xOpen(real(), path, to, flags, had);
        if (to->pMethods != nullptr) to->pMethods = &table_for(to->pMethods).ours;
        return result;
    }

    // The kinds of files have different methods; there are a few for the whole process.
    static const table& table_for(const methods* theirs) {
        static std::mutex mutex;
        static std::map<const methods*, table> tables;
        const std::lock_guard held{mutex};
        const auto [at, is_new] = tables.try_emplace(theirs, table{*theirs, theirs});
        if (is_new) at->second.ours.xWrite = &write;
        return at->second;
    }

    static int write(file* to, const void* from, int size, long long at) {
        const auto* const theirs = reinterpret_cast<const table*>(to->pMethods)->theirs;
        long long end = 0;
        theirs->xFileSize(to, &end);
        return full_ && at + size > end ? SQLITE_FULL : theirs->xWrite(to, from, size, at);
    }

    static inline std::atomic<bool> full_{false};
};

} // namespace faults
