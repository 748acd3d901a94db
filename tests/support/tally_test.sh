#!/usr/bin/env bash
# What is said at the end of records that are made up.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit
. tests/support/tally.sh

# expect CLAIM LINE...: tell_tally says these lines, and nothing else. Then all is forgotten.
expect() {
    local told
    told=$(tell_tally)
    if [[ $told != "$(printf '%s\n' "${@:2}")" ]]; then
        printf 'not so: %s\nsaid:\n%s\n' "$1" "$told" >&2
        exit 1
    fi
    passed=0 skipped=0 failures=()
}

# record STATUS LINE...: what a program left that ended so
record() { count_record unit "$1" <(printf '%s\n' "${@:2}"); }

good=('running one' passed) bad=('running two' 'because a_test.cpp:7' 'because a_test.cpp:9' failed)

record 0 "${good[@]}" 'running three' skipped "${good[@]}"
is_good || exit
expect 'what passed and what was skipped is counted' '2 passed, 0 failed, 1 skipped'

record 1 "${good[@]}" "${bad[@]}" "${good[@]}"
! is_good || exit
expect 'what failed is named, with the first reason' \
    'FAILED unit: two (a_test.cpp:7)' '2 passed, 1 failed'

record 1 "${bad[@]}" 'running four' failed
expect 'a reason is of one test alone' \
    'FAILED unit: two (a_test.cpp:7)' 'FAILED unit: four' '0 passed, 2 failed'

record 134 "${bad[@]}" "${good[@]}" 'running five'
expect 'a test that the program died in has failed' 'FAILED unit: two (a_test.cpp:7)' \
    'FAILED unit ended with status 134, running five' '1 passed, 2 failed'

record 0 "${good[@]}" 'running five'
expect 'so has one in which the program left as if all were well' \
    'FAILED unit ended with status 0, running five' '1 passed, 1 failed'

record 1 "${good[@]}"
expect 'a bad end is a failure, if no test failed' \
    'FAILED unit ended with status 1, running one' '1 passed, 1 failed'

record 0
! is_good || exit
expect 'nothing tested is nothing counted' '0 passed, 0 failed'

count_passed 3
count_failed 'compile/a.ok'
expect 'what keeps no record is counted one by one' 'FAILED compile/a.ok' '3 passed, 1 failed'
