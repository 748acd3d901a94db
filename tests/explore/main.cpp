// Runs the pool under a scheduler that owns every step: all schedules with few preemptions, and many
// at random. The first schedule that breaks a promise is told step by step.
#include "explorer.hpp"
#include "quarantine.hpp"
#include "scenario.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <string>
#include <vector>

namespace {

using namespace explore;
using std::chrono::steady_clock;

struct wishes {
    std::size_t schedules = 200'000;
    std::uint64_t seed = 1;
    std::optional<unsigned> preemptions;
    std::string expected;
    std::vector<std::string> names;
};

catalogue chosen(const std::vector<std::string>& words) {
    catalogue all;
    for (const auto add : {add_sharing, add_leaving, add_failing, add_ending})
        add(all);
    const auto unwanted = [&](const scenario& one) {
        const auto fits = [&](const auto& word) {
            return one.name.find(word) != std::string::npos;
        };
        return !words.empty() && std::ranges::none_of(words, fits);
    };
    std::erase_if(all, unwanted);
    return all;
}

void tell(const scenario& one, const findings& found) {
    std::cout << name_of(found.failed->what) << ": " << found.failed->story << "\n  in \""
              << one.name << "\", schedule of " << found.choices.size() << " choices; "
              << (found.repeat.empty() ? "found exhaustively" : "to repeat it: " + found.repeat)
              << '\n';
    replay again{found.choices};
    static_cast<void>(run_once(one, again, &std::cout));
    std::cout << std::flush;
}

findings explore_one(const scenario& one, const wishes& wanted, std::size_t schedules) {
    explorer all{one};
    if (one.preemptions > 0) all.exhaustively(wanted.preemptions.value_or(one.preemptions));
    if (!all.found().failed) all.randomly(wanted.seed, schedules);
    return all.found();
}

int explore_all(const catalogue& all, const wishes& wanted) {
    const char* const file = std::getenv("CENOTE_TEST_RECORD");
    std::ofstream record{file != nullptr ? file : "/dev/null"};
    findings sum;
    bool as_expected = wanted.expected.empty();
    std::cout << "seed " << wanted.seed << "\n\n"
              << "| scenario | exhaustively | at random | steps | seconds |\n"
              << "|---|--:|--:|--:|--:|\n";
    const auto row = [](std::string_view name, const findings& f, steady_clock::duration took) {
        std::cout << "| " << std::left << std::setw(48) << name << std::right << " | "
                  << std::setw(9) << f.exhaustive << " | " << std::setw(9) << f.random << " | "
                  << std::setw(11) << f.steps << " | " << std::fixed << std::setprecision(1)
                  << std::chrono::duration<double>(took).count() << " |" << std::endl;
    };
    const auto begun = steady_clock::now();
    for (const scenario& one : all) {
        record << "running " << one.name << std::endl;
        const auto start = steady_clock::now();
        const findings found = explore_one(one, wanted, wanted.schedules / all.size());
        row(one.name, found, steady_clock::now() - start);
        record << (found.failed ? "failed" : "passed") << std::endl;
        sum.exhaustive += found.exhaustive;
        sum.random += found.random;
        sum.steps += found.steps;
        if (!found.failed) continue;
        tell(one, found);
        sum.failed = found.failed;
        if (name_of(found.failed->what) == wanted.expected) return EXIT_SUCCESS;
    }
    row("all", sum, steady_clock::now() - begun);
    return as_expected && !sum.failed ? EXIT_SUCCESS : EXIT_FAILURE;
}

} // namespace

int main(int argc, char** argv) {
    wishes wanted;
    CLI::App app{"Explores how the threads that use a pool can interleave."};
    app.add_option("scenarios", wanted.names, "only those with one of these words in their names");
    app.add_option("--schedules", wanted.schedules, "at random, in all");
    app.add_option("--seed", wanted.seed, "of the first; each next has the next");
    app.add_option("--preemptions", wanted.preemptions, "how many at most, exhaustively");
    app.add_option("--expect", wanted.expected, "succeeds only when a schedule fails like that");
    CLI11_PARSE(app, argc, argv);
    return explore_all(chosen(wanted.names), wanted);
}
