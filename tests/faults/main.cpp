// The fault matrix: each fault, on each backend it makes sense for, under load. See --help.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <faults/figures.hpp>
#include <faults/patience.hpp>
#include <faults/report.hpp>
#include <faults/storms.hpp>
#include <faults/trials.hpp>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

namespace {

using namespace faults;

std::string name_of(const trial& one) {
    return one.fault + " on " + one.backend;
}

/// Keeps tests/run's record, as every test program does.
class record {
public:
    void begins(const trial& one) { file_ << "running " << name_of(one) << std::endl; }

    void ended(const std::string& how, const figures& one) {
        for (const auto& promise : one.broken)
            file_ << "because " << promise << std::endl;
        file_ << how << std::endl;
    }

private:
    static const char* path() {
        const char* named = std::getenv("CENOTE_TEST_RECORD");
        return named != nullptr ? named : "/dev/null";
    }

    std::ofstream file_{path()};
};

std::vector<trial> all_trials() {
    std::vector<trial> all = sqlite3_trials();
    for (auto* more : {&mysql_trials, &postgresql_trials})
        std::ranges::move(more(), std::back_inserter(all));
    return all;
}

bool is_wanted(const trial& one, const std::vector<std::string>& names) {
    const auto whole = name_of(one);
    return names.empty() || std::ranges::any_of(names, [&](const std::string& part) {
               return whole.find(part) != std::string::npos;
           });
}

const char* outcome(const figures& one) {
    if (one.skipped.empty()) return one.holds() ? "passed" : "failed";
    const char* ci = std::getenv("CI"); // there everything has to be there
    return ci != nullptr && std::string{ci} == "true" ? "failed" : "skipped";
}

struct results {
    std::vector<figures> cells{};
    bool failed = false;
};

results run(const std::vector<std::string>& names) {
    record kept;
    results all;
    for (const auto& one : all_trials()) {
        if (!is_wanted(one, names)) continue;
        kept.begins(one);
        const patience limit{name_of(one), std::chrono::seconds{60}};
        const auto done = one.run(bounds{});
        const std::string how = outcome(done);
        print(std::cout, done);
        kept.ended(how, done);
        all.cells.push_back(done);
        all.failed = all.failed || how == "failed";
    }
    return all;
}

std::vector<storm_figures> run_storms() {
    std::vector<storm_figures> all = mysql_storms();
    std::ranges::move(postgresql_storms(), std::back_inserter(all));
    print(std::cout, all);
    return all;
}

} // namespace

int main(int argc, char** argv) {
    CLI::App app{
        "Runs each fault on each backend under load, and holds the warehouse to its promises."};
    std::vector<std::string> names;
    std::string page;
    bool storms = false;
    app.add_option("cells", names, "Only those whose \"fault on backend\" has one of these in it")
        ->delimiter(',');
    app.add_flag("--storms", storms, "Only the storms: the warehouse beside SOCI's own pool");
    app.add_option("--write", page, "Everything, and a page about it to this file")
        ->excludes("cells")
        ->excludes("--storms");
    CLI11_PARSE(app, argc, argv);

    if (storms) {
        run_storms();
        return EXIT_SUCCESS;
    }
    const auto done = run(names);
    if (!page.empty()) {
        std::ofstream file{page};
        write_page(file, done.cells, run_storms());
    }
    return done.failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
