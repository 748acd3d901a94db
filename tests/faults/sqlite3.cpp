#include <cenote/db/sqlite3.hpp>

#include <cstdlib>
#include <faults/full_disk.hpp>
#include <faults/load.hpp>
#include <faults/run_cell.hpp>
#include <faults/trials.hpp>
#include <faults/trouble.hpp>
#include <filesystem>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <support/spawn.hpp>
#include <support/timing.hpp>
#include <unistd.h>
#include <vector>

namespace faults {

namespace {

/// A file of our own. Nothing here opens it but SQLite: another open in this process would drop
/// SQLite's locks when it is closed, as POSIX has it, so that what garbles it is another process.
class sqlite3_site {
public:
    using backend = cenote::db::sqlite3;

    static constexpr auto name = "SQLite";

    sqlite3_site() { full_disk::install(); }

    void open(bool) {
        what.clear();
        remove();
        fill(path_, 1);
    }

    void close() { remove(); }

    [[nodiscard]] static std::string version() { return sqlite_api::sqlite3_libversion(); }

    [[nodiscard]] backend factory() const { return backend{connect_string(path_)}; }

    void lock() {
        holder_ = std::make_unique<soci::session>(soci::sqlite3, connect_string(path_));
        *holder_ << "begin exclusive";
    }

    void unlock() { holder_.reset(); }

    /// Puts another database in the place of this one, between two calls.
    void replace() {
        fill(path_ + ".new", 2);
        what.pause();
        std::filesystem::rename(path_ + ".new", path_);
        expect(2);
        what.resume();
    }

    /// Overwrites the file's header, between two calls, and puts it back.
    void garble() {
        what.pause();
        copy(path_, path_ + ".kept");
        copy("/dev/urandom", path_);
        what.resume();
    }

    void mend() {
        what.pause();
        copy(path_ + ".kept", path_);
        what.resume();
    }

    trouble what{};
    std::function<void(int)> expect{};

private:
    static std::string connect_string(const std::string& path) {
        return "db=" + path + " vfs=" + full_disk::name + " timeout=5 synchronous=off";
    }

    static void fill(const std::string& path, int version) {
        auto one = backend{connect_string(path)}.open(cenote::deadline::never());
        one.begin();
        one << "create table items (id integer primary key, n integer)";
        one << "create table version (v integer)";
        one << "insert into version (v) values (" + std::to_string(version) + ")";
        for (int i = 1; i <= items; ++i)
            one << "insert into items (id, n) values (" + std::to_string(i) + ", 0)";
        one.commit();
    }

    // The first 100 bytes, which are the header, to the beginning of another file.
    static void copy(const std::string& from, const std::string& to) {
        const auto pid = test::spawn(
            {"dd", "if=" + from, "of=" + to, "bs=100", "count=1", "conv=notrunc"}, "/dev/null");
        if (test::reap(pid) != 0) throw std::runtime_error{"dd failed"};
    }

    void remove() const {
        for (const auto* ending : {"", "-journal", ".kept", ".new"})
            std::filesystem::remove(path_ + ending);
    }

    static std::string folder() {
        const char* given = std::getenv("CENOTE_TEST_SQLITE_DIR");
        return given != nullptr ? given : std::filesystem::temp_directory_path().string();
    }

    std::string path_ = folder() + "/faults-" + std::to_string(::getpid()) + ".db";
    std::unique_ptr<soci::session> holder_{};
};

} // namespace

std::vector<trial> sqlite3_trials() {
    using site = sqlite3_site;
    return trials_on(std::vector<cell<site>>{
        {.fault = "disk full",
         .inject = [](site&) { full_disk::set(true); },
         .end = [](site&) { full_disk::set(false); },
         .serves_reads = true},
        {.fault = "locked",
         .inject = [](site& s) { s.lock(); },
         .end = [](site& s) { s.unlock(); }},
        {.fault = "file replaced",
         .inject = [](site& s) { s.replace(); },
         .serves_reads = true,
         .serves_writes = true},
        {.fault = "corrupt file",
         .inject = [](site& s) { s.garble(); },
         .end = [](site& s) { s.mend(); }},
    });
}

} // namespace faults
