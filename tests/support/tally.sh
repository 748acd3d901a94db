# shellcheck shell=bash
# Counts what was tested, and keeps what failed to say it at the end, where it is looked for. Sourced.
#
#   count_passed [NUMBER]
#   count_failed WHAT
#   count_record PROGRAM STATUS FILE    the record that a test program kept, and how it ended: a line
#                                       "running NAME" for each test, "because WHY" if it fails, and
#                                       "passed", "failed" or "skipped"
#   tell_tally                          a line for each that failed, and "N passed, N failed"
#   is_good                             something was tested, and nothing failed

passed=0 skipped=0
failures=()

count_passed() { ((passed += ${1-1})); }

count_failed() { failures+=("$1"); }

count_record() {
    local line name='' why='' last='' before=${#failures[@]}
    while IFS= read -r line; do
        case $line in
            'running '*) name=${line#running } last=$line why='' ;;
            'because '*) why=${why:-${line#because }} ;; # the first of them
            failed) count_failed "$1: $name${why:+ ($why)}" && name='' ;;
            passed) ((++passed)) && name='' ;;
            skipped) ((++skipped)) && name='' ;;
        esac
    done <"$3"
    # It died in a test, or after them all without one to blame.
    [[ $name ]] || { [[ $last ]] && (($2 && before == ${#failures[@]})); } || return 0
    count_failed "$1 ended with status $2, $last"
}

tell_tally() {
    ((!${#failures[@]})) || printf 'FAILED %s\n' "${failures[@]}"
    printf '%s passed, %s failed' "$passed" "${#failures[@]}"
    ((!skipped)) || printf ', %s skipped' "$skipped"
    printf '\n'
}

is_good() { ((passed && !${#failures[@]})); }
