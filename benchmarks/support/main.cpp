#include <algorithm>
#include <benchmark/benchmark.h>
#include <string_view>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

/// Reports names as they were given, without the suffixes that tell how it was measured.
template <class Reporter>
class plainly : public Reporter {
public:
    using typename Reporter::Run;

    using Reporter::Reporter;

    void ReportRuns(const std::vector<Run>& runs) override {
        auto renamed = runs;
        for (auto& run : renamed) {
            run.run_name.time_type.clear();
            run.run_name.iterations.clear();
        }
        Reporter::ReportRuns(renamed);
    }
};

/// The standard library leaves out some atomics (those of shared_ptr are the best known) until a
/// process has had a second thread. No program with a pool is so lucky, so none of these is,
/// whichever benchmark is run first.
void become_threaded() {
    std::thread{[] {}}.join();
}

} // namespace

int main(int argc, char** argv) {
    const bool to_file = std::any_of(argv, argv + argc, [](std::string_view argument) {
        return argument.starts_with("--benchmark_out=");
    });
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;

    become_threaded();
    using console = benchmark::ConsoleReporter;
    plainly<console> shown{isatty(STDOUT_FILENO) != 0 ? console::OO_Color : console::OO_None};
    plainly<benchmark::JSONReporter> written;
    benchmark::RunSpecifiedBenchmarks(&shown, to_file ? &written : nullptr);
    benchmark::Shutdown();
}
