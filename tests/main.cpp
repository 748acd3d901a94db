// The main of every test program, compiled once. Catch2 3 brings a main of its own.
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
using listener = Catch::EventListenerBase;
using heard = void;
#else
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
using listener = Catch::TestEventListenerBase;
using heard = bool; // whether to forget what was noted about the assertion
#endif

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>
#include <unistd.h>

namespace {

// Keeps a record of each test case in the file that CENOTE_TEST_RECORD names: a line "running NAME",
// a line "because FILE:LINE" for each assertion that fails, and then "passed", "failed", or "skipped"
// when it checked nothing. A program that dies leaves the first without the last.
class recorder : public listener {
public:
    using listener::listener;

    void testCaseStarting(const Catch::TestCaseInfo& test) override {
        record_ << "running " << test.name << std::endl;
        show_progress(test.name);
    }

    heard assertionEnded(const Catch::AssertionStats& one) override {
        const auto& result = one.assertionResult;
        if (!result.isOk()) record_ << "because " << place_of(result.getSourceInfo()) << std::endl;
        return static_cast<heard>(false);
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
    // In the project's folder, as a compiler in a folder beside it was told.
    static std::string place_of(const Catch::SourceLineInfo& at) {
        const std::string file{at.file};
        return file.substr(file.find_first_not_of("./")) + ':' + std::to_string(at.line);
    }

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
