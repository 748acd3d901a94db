#!/usr/bin/env bash
# What install_missing would do, on a system that is made up: nothing is installed here.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit
. tests/support/setup.sh

TMPDIR=$(mktemp -d -t cenote-setup.XXXXXX)
export TMPDIR
trap 'rm -r "$TMPDIR"' EXIT
calls=$TMPDIR/calls
present=() installs_that_fail=0 has_apt=1 may_be_root=1

is_installed() { [[ " ${present[*]} " == *" $1 "* ]]; }
may_be_root() { ((may_be_root)); }
command() { ((has_apt)); }
apt-cache() { :; }
as_root() {
    echo "$*" >>"$calls"
    [[ "$*" != *' install '* ]] || (($(grep -c ' install ' "$calls") > installs_that_fail))
}

# run PACKAGE...: sets $output, what was said, and $called, what was done as root.
run() {
    : >"$calls"
    output=$(install_missing "$@" 2>&1)
    status=$?
    called=$(<"$calls")
}

expect() { # CLAIM CONDITION...
    "${@:2}" && return
    printf 'not so: %s\nsaid:\n%s\ndone:\n%s\n' "$1" "$output" "$called" >&2
    exit 1
}

says() { [[ $output == *"$1"* ]]; }
says_in_order() { [[ $output == *"$1"*"$2"* ]]; }
did() { [[ $called == *"$1"* ]]; }
not() { ! "$@"; }
is() { [[ $1 == "$2" ]]; }

present=(g++ meson)
run g++ meson
expect 'nothing is said when nothing is missing' is "$output" ''
expect 'nothing is done when nothing is missing' is "$called" ''

run g++ catch2 boost
expect 'it says what is missing' says catch2
expect 'it says what for' says "${purpose[catch2]}"
expect 'it says so before it installs' says_in_order catch2 Installing
expect 'only what is missing is installed' did ' libboost1.81-dev catch2'
expect 'what is there is left alone' not did 'g++'
expect 'nothing is removed' did --no-remove
expect 'the package lists are not fetched for nothing' not did 'apt-get update'

installs_that_fail=1
run catch2
expect 'old package lists are fetched anew' did 'apt-get update'
expect 'the second try counts' is "$status" 0
installs_that_fail=2
run catch2
expect 'two failures are one' is "$status" 1
expect 'the failure says of what' says 'could not install: catch2'
installs_that_fail=0

may_be_root=0
run catch2
expect 'without root, it says what is missing' says catch2
expect 'without root, it says that it may not' says 'needs root or sudo'
expect 'without root, it goes on' is "$status:$called" 0:

has_apt=0
run catch2
expect 'without apt-get, it says what is missing' says catch2
expect 'without apt-get, it goes on' is "$status:$called" 0:
