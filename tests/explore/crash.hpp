#pragma once

#include "failure.hpp"

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <string>
#include <utility>

namespace explore {

/// Says which schedule it was when the program falls over, and ends it.
class crash {
public:
    /// From now on.
    static void tell_of() {
        for (const int one : {SIGSEGV, SIGBUS, SIGABRT})
            std::signal(one, say);
    }

    /// What is played from now on.
    static void note(std::string scenario, std::string schedule) {
        now() = {std::move(scenario), std::move(schedule)};
    }

private:
    struct schedule {
        std::string scenario;
        std::string which;
    };

    static schedule& now() {
        static schedule played;
        return played;
    }

    /// More than a handler may do by the book; but there is nothing to lose any more.
    static void say(int) {
        std::cout << name_of(wrong::crashed) << ": in \"" << now().scenario << "\", found "
                  << now().which << std::endl;
        std::_Exit(EXIT_FAILURE);
    }
};

} // namespace explore
