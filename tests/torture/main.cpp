// Random faults, acquires, cancels, refreshes and closes, for as long as one likes. The first broken
// promise ends it with status 1. The seed repeats what each thread chooses to do; how the threads
// interleave, and so which of them meets which fault, is the machine's to choose.
#include "figures.hpp"
#include "referee.hpp"
#include "rounds.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <iostream>
#include <random>
#include <stop_token>
#include <string>
#include <thread>

namespace {

using std::chrono::steady_clock;

void say(const char* word, steady_clock::time_point begun) {
    using namespace std::chrono;
    std::cout << word << duration_cast<seconds>(steady_clock::now() - begun).count()
              << " s: " << torture::figures::all() << std::endl;
}

/// Tells every few seconds how far it is, and ends what hangs.
void attend(const std::stop_token& end, steady_clock::time_point begun) {
    for (int second = 1; !end.stop_requested(); ++second) {
        std::this_thread::sleep_for(std::chrono::seconds{1});
        torture::referee::one().watch();
        if (second % 10 == 0) say("after ", begun);
    }
}

} // namespace

int main(int argc, char** argv) {
    double minutes = 1;
    std::uint64_t seed = std::random_device{}();
    std::uint64_t first = 0;
    CLI::App app{"Tortures pools and warehouses until the time is over or a promise is broken."};
    app.add_option("--minutes", minutes, "how long")->check(CLI::PositiveNumber);
    app.add_option("--seed", seed, "repeats the choices of a run");
    app.add_option("--round", first, "begins with that round");
    CLI11_PARSE(app, argc, argv);

    const auto begun = steady_clock::now();
    std::cout << "seed " << seed << std::endl;
    {
        const std::jthread attendant{[begun](const std::stop_token& end) { attend(end, begun); }};
        const std::chrono::duration<double, std::ratio<60>> limit{minutes};
        for (auto round = first; steady_clock::now() - begun < limit; ++round) {
            if (round % 4 == 3)
                torture::torture_warehouse({seed, round});
            else
                torture::torture_pool({seed, round});
            ++torture::figures::all().rounds;
        }
    }
    say("Nothing broke in ", begun);
}
