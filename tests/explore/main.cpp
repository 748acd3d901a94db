// Runs the pool under a scheduler that owns every step: all schedules with few preemptions, and many
// at random. The first schedule that breaks a promise is told step by step.
#include "crash.hpp"
#include "explorer.hpp"
#include "scenario.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace explore;
using std::chrono::steady_clock;

struct wishes {
    std::size_t schedules = 200'000;
    std::uint64_t seed = 1;
    std::optional<unsigned> preemptions;
    bool only_random = false;
    std::vector<std::string> names;
};

catalogue chosen(const std::vector<std::string>& words) {
    catalogue all = all_scenarios();
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
              << one.name << "\", " << found.choices.size() << " choices long, found "
              << found.how_found;
    replay again{found.choices};
    static_cast<void>(run_once(one, again, &std::cout));
    std::cout << "\n\n" << std::flush;
}

findings explore_one(const scenario& one, const wishes& wanted, std::size_t schedules) {
    explorer all{one};
    if (one.preemptions > 0 && !wanted.only_random)
        all.exhaustively(wanted.preemptions.value_or(one.preemptions));
    all.randomly(wanted.seed, schedules);
    return all.found();
}

/// A line for each scenario that has been explored, and one for all.
class table {
public:
    table() {
        std::cout << "| scenario | exhaustively | at random | steps | seconds |\n"
                     "|---|--:|--:|--:|--:|\n";
    }

    void add(const scenario& one, const findings& found) {
        const auto now = steady_clock::now();
        print(one.name, found, now - std::exchange(last_, now));
        sum_.exhaustive += found.exhaustive;
        sum_.random += found.random;
        sum_.steps += found.steps;
    }

    void add_sum() const { print("all", sum_, last_ - begun_); }

private:
    static void print(std::string_view name, const findings& f, steady_clock::duration took) {
        std::cout << "| " << std::left << std::setw(52) << name << std::right << " |"
                  << std::setw(9) << f.exhaustive << " |" << std::setw(8) << f.random << " |"
                  << std::setw(11) << f.steps << " |" << std::fixed << std::setprecision(1)
                  << std::setw(6) << std::chrono::duration<double>(took).count() << " |"
                  << std::endl;
    }

    findings sum_;
    steady_clock::time_point begun_ = steady_clock::now();
    steady_clock::time_point last_ = begun_;
};

/// What tests/run counts.
class record {
public:
    void begin(std::string_view name) { file_ << "running " << name << std::endl; }

    void end(bool well) { file_ << (well ? "passed" : "failed") << std::endl; }

    void end(const findings& found) {
        if (found.failed) file_ << "because " << name_of(found.failed->what) << std::endl;
        end(!found.failed);
    }

private:
    static const char* file() {
        const char* named = std::getenv("CENOTE_TEST_RECORD");
        return named != nullptr ? named : "/dev/null";
    }

    std::ofstream file_{file()};
};

bool all_hold(const catalogue& all, const wishes& wanted) {
    record kept;
    table told;
    bool hold = true;
    for (const scenario& one : all) {
        kept.begin(one.name);
        const findings found = explore_one(one, wanted, wanted.schedules / all.size());
        told.add(one, found);
        kept.end(found);
        if (!found.failed) continue;
        tell(one, found);
        hold = false;
    }
    told.add_sum();
    return hold && !all.empty();
}

bool one_fails(const catalogue& all, const wishes& wanted, wrong how) {
    record kept;
    kept.begin("a planted mistake: " + std::string{name_of(how)});
    for (const scenario& one : all) {
        const findings found = explore_one(one, wanted, wanted.schedules / all.size());
        if (!found.failed || found.failed->what != how) continue;
        std::cout << name_of(how) << " found, after " << found.exhaustive + found.random
                  << " schedules of \"" << one.name << "\"\n";
        kept.end(true);
        return true;
    }
    std::cout << name_of(how) << " is not found\n";
    kept.end(false);
    return false;
}

} // namespace

int main(int argc, char** argv) {
    wishes wanted;
    CLI::App app{"Explores how the threads that use a pool can interleave."};
    app.add_option("scenarios", wanted.names, "only those with one of these words in their names");
    app.add_option("--schedules", wanted.schedules, "at random, in all");
    app.add_option("--seed", wanted.seed, "of the first; each next has the next");
    app.add_option("--preemptions", wanted.preemptions, "how many at most, exhaustively");
    app.add_flag("--random", wanted.only_random, "nothing exhaustively");
    CLI11_PARSE(app, argc, argv);
    crash::tell_of();
    const catalogue all = chosen(wanted.names);
    if (!planted()) std::cout << "seed " << wanted.seed << '\n';
    const auto mistake = planted();
    const bool well = mistake ? one_fails(all, wanted, *mistake) : all_hold(all, wanted);
    return well ? EXIT_SUCCESS : EXIT_FAILURE;
}
