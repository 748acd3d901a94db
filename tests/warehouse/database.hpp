#pragma once

#include <cenote/db/mysql.hpp>
#include <cenote/db/postgresql.hpp>
#include <cenote/db/sqlite3.hpp>

#include <atomic>
#include <exception>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <support/catch.hpp>
#include <support/killer.hpp>
#include <support/setting.hpp>
#include <support/timing.hpp>
#include <unistd.h>

namespace test {

/// SQLite with a peer that can be lost: a session that was killed refuses everything, as a
/// connection that the server has closed does. Copies share who was killed.
class mortal_sqlite3 : public cenote::db::sqlite3 {
public:
    using cenote::db::sqlite3::sqlite3;

    static void kill(session& one) {
        sqlite_api::sqlite3_set_authorizer(
            one.handle(),
            [](void*, int, const char*, const char*, const char*, const char*) {
                return SQLITE_DENY;
            },
            nullptr);
        dead().insert(one.handle());
    }

    [[nodiscard]] static cenote::health peek(session& one) noexcept { return !dead().has(one); }

    [[nodiscard]] cenote::health ping(session& one, cenote::deadline until) const {
        return dead().has(one) ? cenote::health{cenote::fault::lost} : sqlite3::ping(one, until);
    }

    [[nodiscard]] static cenote::fault classify(const std::exception_ptr& failure) noexcept {
        return sqlite3::classify(failure);
    }

    [[nodiscard]] static cenote::fault
    classify(session& one, const std::exception_ptr& failure) noexcept {
        return dead().has(one) ? cenote::fault::lost : sqlite3::classify(one, failure);
    }

    void close(session& one) const noexcept {
        dead().erase(one.handle());
        sqlite3::close(one);
    }

private:
    class handles {
    public:
        void insert(const void* one) {
            const std::lock_guard lock{mutex_};
            all_.insert(one);
        }

        void erase(const void* one) {
            const std::lock_guard lock{mutex_};
            all_.erase(one);
        }

        bool has(session& one) {
            const std::lock_guard lock{mutex_};
            return all_.contains(one.handle());
        }

    private:
        std::mutex mutex_;
        std::set<const void*> all_;
    };

    static handles& dead() {
        static handles all;
        return all;
    }
};

/// A file that is not there yet, in the folder for SQLite's tests; removed at the end.
class scratch_file {
public:
    explicit scratch_file(const std::string& folder)
        : path_{
              folder + "/" + std::to_string(::getpid()) + "-" + std::to_string(++count()) +
              ".db"} {}

    scratch_file(const scratch_file&) = delete;
    scratch_file& operator=(const scratch_file&) = delete;

    ~scratch_file() {
        for (const auto* ending : {"", "-journal", "-wal", "-shm"})
            std::filesystem::remove(path_ + ending);
    }

    [[nodiscard]] const std::string& path() const noexcept { return path_; }

private:
    static std::atomic<int>& count() {
        static std::atomic<int> number{0};
        return number;
    }

    std::string path_;
};

/// Where a backend's tests run, and how they have the server end one of its sessions.
struct on_sqlite3 {
    using backend = mortal_sqlite3;
    using session = backend::session;

    std::optional<std::string> folder = setting("CENOTE_TEST_SQLITE_DIR");
    std::optional<scratch_file> file{};

    bool reachable() {
        if (folder) file.emplace(*folder);
        return folder.has_value();
    }

    std::string connect_string() { return file->path(); }

    static unsigned long id(session& one) { return reinterpret_cast<unsigned long>(one.handle()); }

    void kill(session& one) { mortal_sqlite3::kill(one); }
};

/// The same for a server.
template <class Backend>
struct on_server {
    using backend = Backend;
    using session = typename Backend::session;

    std::optional<std::string> where;
    std::optional<Backend> ours{};

    bool reachable() {
        if (where) ours.emplace(*where);
        return where.has_value();
    }

    std::string connect_string() { return *where; }

    static unsigned long id(session& one) { return backend_id(one); }

    void kill(session& one) { kill_by_id(backend_id(one)); }

    void kill_by_id(unsigned long number) {
        using namespace std::chrono_literals;
        session admin = ours->open(in(10s));
        test::kill(admin, number);
        REQUIRE(comes_true([&] { return !exists(admin, number); }));
    }
};

struct on_mysql : on_server<cenote::db::mysql> {
    on_mysql()
        : on_server{setting("CENOTE_TEST_MYSQL")} {}

    /// What serves the session: of MySQL the one process that serves all.
    static ::pid_t process(session&) { return std::stoi(setting("CENOTE_TEST_MYSQL_PID").value()); }
};

struct on_postgresql : on_server<cenote::db::postgresql> {
    on_postgresql()
        : on_server{setting("CENOTE_TEST_POSTGRESQL")} {}

    static ::pid_t process(session& one) { return static_cast<::pid_t>(backend_id(one)); }
};

/// What a call's exception says of itself; fails the test if it throws none, or another.
template <class Error, class F>
std::string error_of(F&& f) {
    try {
        std::forward<F>(f)();
    } catch (const Error& e) {
        return e.what();
    }
    FAIL("nothing was thrown");
    return {};
}

} // namespace test
