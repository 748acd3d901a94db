#pragma once

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <signal.h>
#include <stdexcept>
#include <string>
#include <support/process.hpp>
#include <support/spawn.hpp>
#include <support/timing.hpp>
#include <sys/stat.h>
#include <sys/types.h>
#include <vector>

namespace test {

/// A database server of the test's own, which may do with it what it likes: its own data, loopback
/// only, not root's. Ends with the object, or with the thread that started it.
///
/// Everything throws `std::runtime_error` when the server does not do as it is told within 10 s.
///
/// Thread-safety: none.
class server_process {
public:
    /// Whether there is what is needed to have one.
    [[nodiscard]] static bool possible() {
        return std::getenv("CENOTE_TEST_OWN_SERVER") != nullptr;
    }

    /// Prepares its data and starts it. `kind` is "mysql" or "postgresql". Takes some seconds.
    explicit server_process(const std::string& kind)
        : kind_{kind} {
        prepare();
        try {
            start();
        } catch (...) {
            end();
            throw;
        }
    }

    server_process(const server_process&) = delete;
    server_process& operator=(const server_process&) = delete;

    ~server_process() { end(); }

    /// SOCI's connection string: for an ordinary user, the same over TLS, and for one who may do
    /// anything. The same after each start.
    [[nodiscard]] std::string plain() const { return line_of("plain"); }

    [[nodiscard]] std::string tls() const { return line_of("tls"); }

    [[nodiscard]] std::string admin() const { return line_of("admin"); }

    [[nodiscard]] unsigned short port() const {
        return static_cast<unsigned short>(std::stoi(line_of("port")));
    }

    /// The process that listens; 0 while there is none.
    [[nodiscard]] ::pid_t pid() const noexcept { return pid_; }

    /// Starts it, and waits until it admits sessions. Precondition: it does not run.
    void start() {
        const auto log_before = log().size();
        pid_ = spawn(lines_of("command"), folder_ + "/server.log");
        const auto up = [&] {
            return log().find(line_of("ready"), log_before) != std::string::npos;
        };
        must(comes_true([&] { return up() || has_ended(pid_); }) && up(), "start:\n" + log());
    }

    /// Has it end its sessions and end itself in order.
    void stop() {
        if (pid_ == 0) return;
        ::kill(pid_, kind_ == "mysql" ? SIGTERM : SIGINT);
        must(comes_true([this] { return has_ended(pid_); }), "stop");
        reap();
    }

    void restart() {
        stop();
        start();
    }

    /// Ends it, and the processes that serve its sessions, without a chance to say goodbye.
    void sigkill() {
        if (pid_ == 0) return;
        const auto all = family();
        send(all, SIGKILL);
        const auto over = [&] { return std::ranges::all_of(all, has_ended); };
        must(comes_true(over), "die");
        reap();
    }

    /// Stops all of its processes: it is silent, its connections stand, the kernel acknowledges.
    void sigstop() {
        ::kill(pid_, SIGSTOP); // first, so that there will be no more of them
        must(comes_true([this] { return is_stopped(pid_); }), "hold");
        const auto all = family();
        send(all, SIGSTOP);
        const auto silent = [](::pid_t one) { return is_stopped(one) || has_ended(one); };
        must(comes_true([&] { return std::ranges::all_of(all, silent); }), "hold");
    }

    /// The end of `sigstop`.
    void sigcont() { send(family(), SIGCONT); }

private:
    void prepare() {
        const char* scratch = std::getenv("CENOTE_TEST_SCRATCH");
        folder_ = std::string{scratch != nullptr ? scratch : "/tmp"} + "/own-XXXXXX";
        must(::mkdtemp(folder_.data()) != nullptr, "have a folder");
        ::chmod(folder_.c_str(), 0711); // its user has to pass through it
        const auto pid =
            spawn({std::getenv("CENOTE_TEST_OWN_SERVER"), kind_, folder_}, folder_ + "/making.log");
        must(test::reap(pid) == 0, "be made:\n" + text_of("making.log"));
    }

    [[nodiscard]] std::vector<::pid_t> family() const {
        if (pid_ == 0) return {};
        auto all = children_of(pid_);
        all.insert(all.begin(), pid_);
        return all;
    }

    static void send(const std::vector<::pid_t>& all, int signal) {
        for (const auto one : all)
            ::kill(one, signal);
    }

    void reap() {
        test::reap(pid_);
        pid_ = 0;
    }

    void end() noexcept {
        try {
            sigkill();
            std::filesystem::remove_all(folder_);
        } catch (const std::exception&) {
        } // what is left, the script that made the scratch removes
    }

    void must(bool done, const std::string& what) const {
        if (!done) throw std::runtime_error{"the test's own " + kind_ + " did not " + what};
    }

    [[nodiscard]] std::string log() const { return text_of("server.log"); }

    [[nodiscard]] std::string text_of(const std::string& file) const {
        std::ifstream in{folder_ + "/" + file};
        return {std::istreambuf_iterator<char>{in}, {}};
    }

    [[nodiscard]] std::vector<std::string> lines_of(const std::string& file) const {
        std::ifstream in{folder_ + "/" + file};
        std::vector<std::string> all;
        for (std::string line; std::getline(in, line);)
            all.push_back(line);
        return all;
    }

    [[nodiscard]] std::string line_of(const std::string& file) const {
        return lines_of(file).at(0);
    }

    std::string kind_;
    std::string folder_{};
    ::pid_t pid_ = 0;
};

} // namespace test
