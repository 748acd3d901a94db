// The main of every test program, compiled once. Catch2 3 brings a main of its own.
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
using listener = Catch::EventListenerBase;
#else
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
using listener = Catch::TestEventListenerBase;
#endif

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>
#include <unistd.h>

namespace {

// Keeps a record of each test case in the file that CENOTE_TEST_RECORD names: a line "running NAME"
// and then "passed", "failed", or "skipped" when it checked nothing. A program that dies leaves the
// first without the second.
class recorder : public listener {
public:
    using listener::listener;

    void testCaseStarting(const Catch::TestCaseInfo& test) override {
        record_ << "running " << test.name << std::endl;
        show_progress(test.name);
    }

    void testCaseEnded(const Catch::TestCaseStats& test) override {
        const auto& checks = test.totals.assertions;
        record_ << (!checks.allOk()  ? "failed"
                    : checks.total() ? "passed"
                                     : "skipped")
                << std::endl;
    }

    void testRunEnded(const Catch::TestRunStats&) override { show_progress(""); }

private:
    static void show_progress(const std::string& name) {
        if (::isatty(STDERR_FILENO)) std::cerr << "\r\033[K" << name.substr(0, 79) << std::flush;
    }

    static const char* file() {
        const char* named = std::getenv("CENOTE_TEST_RECORD");
        return named ? named : "/dev/null";
    }

    std::ofstream record_{file()};
};

} // namespace

CATCH_REGISTER_LISTENER(recorder)
