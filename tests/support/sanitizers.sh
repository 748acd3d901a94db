# shellcheck shell=bash disable=SC2034
# How the sanitizers are to behave. Sourced.

here=$PWD/tests/support
export ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1
export LSAN_OPTIONS=suppressions=$here/leaks.supp:print_suppressions=0
export UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
export TSAN_OPTIONS=suppressions=$here/races.supp:second_deadlock_stack=1
TSAN_OPTIONS+=:halt_on_error=1 # in the test to blame, and not after them all
# Without it the suppressions that name functions find nothing.
TSAN_OPTIONS+=:external_symbolizer_path=$(command -v llvm-symbolizer)
under=(setarch --addr-no-randomize) # a thread sanitizer may not find room in a randomised layout
