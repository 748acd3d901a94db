#pragma once

#include <cenote/db/sqlite3.hpp>

#include <atomic>
#include <deque>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace quick_start {

/// The operating system between one SQLite session and its file, which can be told to fail: from
/// then on every read of the session ends in an I/O error, as on a disk or a mount that is gone.
class file_shim {
public:
    /// Puts itself between `session` and its file. Must outlive the session.
    explicit file_shim(sqlite_api::sqlite3* session) {
        sqlite_api::sqlite3_file* file = nullptr;
        sqlite_api::sqlite3_file_control(session, "main", SQLITE_FCNTL_FILE_POINTER, &file);
        real_ = file->pMethods;
        table_.methods = *real_;
        table_.methods.xRead = [](sqlite_api::sqlite3_file* f, void* to, int n, long long at) {
            auto& self = *reinterpret_cast<const table*>(f->pMethods)->owner;
            return self.fails_ ? SQLITE_IOERR_READ : self.real_->xRead(f, to, n, at);
        };
        file->pMethods = &table_.methods;
    }

    file_shim(const file_shim&) = delete;
    file_shim& operator=(const file_shim&) = delete;

    /// Makes every read from now on fail; from any thread.
    void fail() noexcept { fails_ = true; }

    /// Whether there is anything left to break: false once it fails or its session is closed.
    [[nodiscard]] bool whole() const noexcept { return !fails_; }

private:
    /// SQLite hands the methods back with each call, and so the way to their owner.
    struct table {
        sqlite_api::sqlite3_io_methods methods{};
        file_shim* owner{};
    };

    table table_{.owner = this};
    const sqlite_api::sqlite3_io_methods* real_ = nullptr;
    std::atomic<bool> fails_{false};
};

/// Every shim there is, so that one can be picked to fail. They live as long as this does, since
/// sessions use them to their very end.
class file_shims {
public:
    file_shim& watch(sqlite_api::sqlite3* session) {
        const std::lock_guard held{mutex_};
        return shims_.emplace_back(session);
    }

    /// Lets one of the sessions lose its file. False when there is none left to lose it.
    [[nodiscard]] bool fail_one() {
        const std::lock_guard held{mutex_};
        std::vector<file_shim*> whole;
        for (file_shim& shim : shims_)
            if (shim.whole()) whole.push_back(&shim);
        if (whole.empty()) return false;
        whole[dice_() % whole.size()]->fail();
        return true;
    }

private:
    std::mutex mutex_; // guards both below
    std::deque<file_shim> shims_;
    std::minstd_rand dice_{2026};
};

/// An SQLite session whose file can be made to fail.
class failing_session : public cenote::db::sqlite3_session {
public:
    failing_session(const cenote::db::sqlite3_connect_string& to, file_shims& shims)
        : sqlite3_session{to.text(), to.busy_timeout(), to.synchronous()}
        , shim_{shims.watch(handle())} {}

    failing_session(const failing_session&) = delete;
    failing_session& operator=(const failing_session&) = delete;

    ~failing_session() { shim_.fail(); } // nothing is read while it closes

private:
    file_shim& shim_;
};

/// A fault-injecting factory: SQLite, but any session may lose its file.
class failing_sqlite3 : public cenote::db::sqlite3 {
public:
    using session = failing_session;

    failing_sqlite3(const std::string& connect, std::shared_ptr<file_shims> shims)
        : sqlite3{connect}
        , to_{connect}
        , shims_{std::move(shims)} {}

    [[nodiscard]] session open(cenote::deadline) const { return session{to_, *shims_}; }

private:
    cenote::db::sqlite3_connect_string to_;
    std::shared_ptr<file_shims> shims_;
};

} // namespace quick_start
