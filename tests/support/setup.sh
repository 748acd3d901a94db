# shellcheck shell=bash disable=SC2034
# Gets what a command needs and builds it. Sourced by tests/run, examples/run and benchmarks/run.
#
#   install_missing PACKAGE...    Debian packages, each with a line in `purpose` below
#   configure DIR [OPTION...]     sets up a build folder; again when there is a reason to
#   build DIR TARGET...           one line of progress, the errors in full
#
# To be called in the project's folder.

declare -A purpose=(
    [boost]='Boost 1.81 or newer: Hana, Mp11, System; headers only'
    [boost-context]='the fibers under which tests/explore runs the pool'
    [catch2]='the framework of the tests'
    [clang-19]='the second compiler'
    [clang-format-19]='checks the formatting'
    [clang-tidy-19]='looks for mistakes in the code'
    [g++]='compiles the programs'
    [galera-4]='makes a private server a node of a cluster'
    [galera-arbitrator-4]='a second member of that cluster; its service starts only if configured'
    [libbenchmark-dev]='the framework of the benchmarks'
    [libclang-rt-19-dev]='sanitizers of the second compiler'
    [libcli11-dev]='reads the command line of the examples and of some tests'
    [libmariadb-dev]='client library for MySQL and MariaDB'
    [libpoco-dev]='Poco, whose object pool is measured beside ours'
    [libpq-dev]='client library for PostgreSQL'
    [libsoci-dev]='SOCI, whose sessions are pooled'
    [libsqlite3-dev]='SQLite'
    [llvm]='names the functions in what the sanitizers report'
    [mariadb-client-core]='to make the data folder of a private server'
    [mariadb-server-core]='to start a private server from; brings no system service'
    [meson]='configures the build'
    [ninja-build]='runs the build'
    [openssl]='certificates for the private servers'
    [pkg-config]='finds the libraries'
    [postgresql]='to start a private server from; no cluster of the system is made'
    [python3-jinja2]="makes the page of the benchmarks' report"
    [python3-matplotlib]='draws its charts'
    [python3-munkres]='matplotlib needs it, or else a package that cannot be beside Boost 1.81'
)

build_packages=(g++ meson ninja-build pkg-config boost)
sqlite3_packages=(libsoci-dev libsqlite3-dev)
mysql_packages=(libsoci-dev libmariadb-dev mariadb-client-core mariadb-server-core openssl)
galera_packages=(galera-4 galera-arbitrator-4)
postgresql_packages=(libsoci-dev libpq-dev postgresql openssl)
benchmark_packages=(libbenchmark-dev libpoco-dev)
report_packages=(python3-jinja2 python3-matplotlib python3-munkres)

say() { printf '%s\n' "$*"; }

die() {
    printf '%s\n' "$@" >&2
    exit 1
}

install_missing() {
    local package missing=()
    for package in $(printf '%s\n' "$@" | sort -u); do
        is_installed "$package" || missing+=("$package")
    done
    ((${#missing[@]})) || return 0

    say 'These packages are missing:'
    for package in "${missing[@]}"; do printf '  %-20s %s\n' "$package" "${purpose[$package]}"; done
    if ! command -v apt-get >/dev/null; then
        say 'This is not Debian, so nothing is installed; going on with what is there.'
    elif ! may_be_root; then
        say 'Installing them needs root or sudo; going on with what is there.'
    else
        apt_install "${missing[@]}"
    fi
}

is_installed() {
    if [[ $1 == boost ]]; then
        awk '/define BOOST_VERSION/ { found = $3 >= 108100 } END { exit !found }' \
            /usr/include/boost/version.hpp 2>/dev/null
    elif [[ $1 == boost-context ]]; then
        compgen -G '/usr/lib/*/libboost_context.so' >/dev/null
    else
        [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]
    fi
}

apt_install() {
    local log start=$SECONDS
    log=$(mktemp -t cenote-apt.XXXXXX)
    say "Installing them with apt-get, whose output goes to $log."
    (
        without_system_cluster
        try_install "$@" || { as_root apt-get update && try_install "$@"; }
    ) >"$log" 2>&1 || die "$(tail -n 15 "$log")" "apt-get could not install: $*"
    rm "$log"
    say "Installed in $((SECONDS - start)) s."
}

# Never removes what is there. Debian 12's libboost-dev is too old, so it has a second one; where
# that is unknown, libboost-dev is new enough.
try_install() {
    local version='' packages
    ! apt-cache show libboost1.81-dev >/dev/null 2>&1 || version=1.81
    packages=("${@/%boost/libboost$version-dev}")
    packages=("${packages[@]/%boost-context/libboost-context$version-dev}")
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-remove \
        --no-install-recommends -o DPkg::Lock::Timeout=300 "${packages[@]}" </dev/null
}

# Debian makes and starts a cluster when PostgreSQL is installed: not while this subshell lives.
without_system_cluster() {
    settings=/etc/postgresql-common/createcluster.d/cenote.conf
    as_root mkdir -p "${settings%/*}"
    trap 'as_root rm -f "$settings"' EXIT
    as_root tee "$settings" >/dev/null <<<'create_main_cluster = false'
}

may_be_root() { ((EUID == 0)) || command -v sudo >/dev/null; }

as_root() {
    if ((EUID)); then sudo "$@"; else "$@"; fi
}

# Optimised little, for a quick build; what measures asks for more in its meson.build.
configure() {
    local dir=$1 options=(-Doptimization=1 -Ddebug=false "${@:2}")
    local ninja_file=$dir/build.ninja reason_file=$dir/cenote.reasons reasons
    reasons="${CXX-} ${options[*]}"$'\n'$(dpkg-query -W "${!purpose[@]}" 2>/dev/null | grep -v clang)

    if [[ ! -f $ninja_file ]]; then
        loud_on_failure meson setup "$dir" "${options[@]}"
    elif [[ ! -f $reason_file ]]; then
        return # somebody set it up by hand: used as it is
    elif [[ $(<"$reason_file") != "$reasons" ]]; then
        loud_on_failure meson setup --wipe "$dir" "${options[@]}"
    elif [[ -n $(find include tests -type d -newer "$ninja_file" -print -quit) ]]; then
        loud_on_failure meson setup --reconfigure "$dir" # a header came or went
    else
        loud_on_failure ninja -C "$dir" build.ninja
    fi
    printf '%s\n' "$reasons" >"$reason_file"
}

loud_on_failure() {
    local output
    output=$("$@" 2>&1 </dev/null) || die "$(sed -n '/ERROR/,$p' <<<"$output" | grep . || echo "$output")"
}

build() {
    local tty=0
    [[ ! -t 1 ]] || tty=1
    NINJA_STATUS='%f %t|' CLICOLOR_FORCE=$tty ninja -C "$1" "${@:2}" 2>&1 | awk -v tty=$tty '
        /^ninja: (Entering|no work)/ { next }
        !/^[0-9]+ [0-9]+\|/ { print line_end $0; line_end = ""; next }
        {
            fifth = int(5 * $1 / ($2 + 0))
            text = "building: " $1 " of " ($2 + 0)
            if (tty) { printf "\r%s", text; line_end = "\n"; fflush() }
            else if (fifth > said) { print text; fflush(); said = fifth }
        }
        END { printf "%s", line_end }'
    return "${PIPESTATUS[0]}"
}
