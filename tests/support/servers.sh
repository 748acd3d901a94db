# shellcheck shell=bash disable=SC2034,SC2086
# Private database servers: own data folder, loopback only, free port, unprivileged user. Sourced.
#
#   start_mysql        exports CENOTE_TEST_MYSQL (a SOCI connection string), and with the endings
#                      _TLS, _ADMIN (a user who may do anything) and _PID (the server's process)
#   start_postgresql   the same for CENOTE_TEST_POSTGRESQL
#   start_galera       exports CENOTE_TEST_GALERA, a node of a cluster, and with the ending _PEER_PID
#                      the process without which the node has no quorum
#   stop_servers       stops all and removes their data; runs by itself at exit
#   attend COMMAND...  runs a program that uses them; a signal to this script ends that first
#   make_mysql, make_postgresql    only prepare one, in $folder: the array $command starts it, it is up
#                      when its log has a line with $ready, and $plain, $tls and $admin connect to it
#
# A start that fails returns 1 and leaves the reason in $server_problem. Each server takes so many
# connections as $server_connections says, 60 unless set, and has no durability: its data is thrown
# away.

PATH=$PATH:/usr/sbin:/sbin # where mariadbd lives, for users who are not root

server_problem=
scratch=
attended=
declare -A server_pid

# Makes the folder that everything lives in, and exports CENOTE_TEST_SCRATCH, CENOTE_TEST_SQLITE_DIR,
# a part of it, and CENOTE_TEST_OWN_SERVER, for tests that need a server to themselves.
make_scratch() {
    [[ -z $scratch ]] || return 0
    trap stop_servers EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    scratch=$(mktemp -d -t cenote.XXXXXX)
    chmod 711 "$scratch" # the servers' user has to pass through it
    mkdir "$scratch/sqlite"
    export CENOTE_TEST_SQLITE_DIR=$scratch/sqlite
    export CENOTE_TEST_SCRATCH=$scratch
    export CENOTE_TEST_OWN_SERVER=$PWD/tests/support/own_server
}

start_mysql() {
    make_mysql && launch mysql "$ready" "${command[@]}" || return
    export CENOTE_TEST_MYSQL=$plain CENOTE_TEST_MYSQL_TLS=$tls CENOTE_TEST_MYSQL_ADMIN=$admin
    export CENOTE_TEST_MYSQL_PID=${server_pid[mysql]}
}

start_postgresql() {
    make_postgresql && launch postgresql "$ready" "${command[@]}" || return
    export CENOTE_TEST_POSTGRESQL=$plain CENOTE_TEST_POSTGRESQL_TLS=$tls
    export CENOTE_TEST_POSTGRESQL_ADMIN=$admin
    export CENOTE_TEST_POSTGRESQL_PID=${server_pid[postgresql]}
}

# Two members that vote, of which one has no data: without the other the node has no quorum.
start_galera() {
    local provider group name=cenote_$$
    # A second of silence is enough to lose a member, instead of five, and a third to ask again.
    local swift='evs.suspect_timeout=PT1S;evs.inactive_timeout=PT2S;evs.keepalive_period=PT0.3S'
    swift+=';evs.inactive_check_period=PT0.3S;evs.join_retrans_period=PT0.3S'
    provider=$(find /usr/lib*/galera* -name libgalera_smm.so -print -quit 2>/dev/null)
    [[ $provider ]] || { server_problem='galera-4 is not installed' && return 1; }
    command -v garbd >/dev/null || { server_problem='garbd is not installed' && return 1; }

    choose_port
    group=$port
    make_mariadb galera 'Synchronized with group' --binlog-format=ROW \
        --innodb-autoinc-lock-mode=2 --wsrep-on=ON --wsrep-provider="$provider" \
        --wsrep-cluster-name="$name" --wsrep-cluster-address=gcomm:// \
        --wsrep-provider-options="gmcast.listen_addr=tcp://127.0.0.1:$group;$swift" &&
        launch galera "$ready" "${command[@]}" || return
    choose_port
    log=$scratch/galera_peer.log launch galera_peer 'JOINED -> SYNCED' \
        garbd --address="gcomm://127.0.0.1:$group" --group="$name" \
        --options="gmcast.listen_addr=tcp://127.0.0.1:$port;$swift" || return

    export CENOTE_TEST_GALERA=$plain
    export CENOTE_TEST_GALERA_PEER_PID=${server_pid[galera_peer]}
}

make_mysql() {
    make_mariadb mysql 'ready for connections'
}

# make_mariadb NAME PATTERN OPTION...
make_mariadb() {
    prepare "$1" mariadbd mariadb-install-db || return

    unprivileged mariadb-install-db --no-defaults --datadir="$folder/data" --skip-test-db \
        --auth-root-authentication-method=normal >>"$log" 2>&1 || give_up "$1" || return
    unprivileged tee "$folder/init.sql" >/dev/null <<-SQL
		DELETE FROM mysql.global_priv WHERE User = 'root';
		FLUSH PRIVILEGES;
		CREATE DATABASE IF NOT EXISTS cenote CHARACTER SET utf8mb4;
		CREATE USER IF NOT EXISTS cenote IDENTIFIED BY '$password';
		GRANT ALL ON cenote.* TO cenote;
		GRANT PROCESS ON *.* TO cenote;
		CREATE USER IF NOT EXISTS admin IDENTIFIED BY '$password';
		GRANT ALL ON *.* TO admin WITH GRANT OPTION;
	SQL
    ready=$2
    command=(mariadbd --no-defaults --datadir="$folder/data"
        --init-file="$folder/init.sql" --socket="$folder/socket" --tmpdir="$folder"
        --bind-address=127.0.0.1 --port="$port" --skip-name-resolve --max-connections="${server_connections:-60}"
        --ssl-cert="$folder/cert.pem" --ssl-key="$folder/key.pem"
        --innodb-flush-log-at-trx-commit=0 --innodb-flush-method=nosync "${@:3}")
    local at="host=127.0.0.1 port=$port password=$password db=cenote"
    plain="$at user=cenote" admin="$at user=admin"
    tls="$at user=cenote sslca=$folder/cert.pem"
}

make_postgresql() {
    PATH=$PATH:$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1) # Debian's newest
    prepare postgresql postgres initdb || return

    unprivileged tee "$folder/password" <<<"$password" >/dev/null
    unprivileged initdb -D "$folder/data" -U admin -E UTF8 --no-locale --no-sync \
        --auth=scram-sha-256 --pwfile="$folder/password" >>"$log" 2>&1 ||
        give_up postgresql || return
    unprivileged postgres --single -D "$folder/data" postgres >>"$log" 2>&1 <<-SQL ||
		CREATE ROLE cenote LOGIN PASSWORD '$password'
		CREATE DATABASE cenote OWNER cenote
	SQL
        give_up postgresql || return
    ready='ready to accept connections'
    command=(postgres -D "$folder/data"
        -c listen_addresses=127.0.0.1 -c port="$port" -c unix_socket_directories=
        -c max_connections="${server_connections:-60}" -c dynamic_shared_memory_type=mmap
        -c fsync=off -c full_page_writes=off -c synchronous_commit=off
        -c ssl=on -c ssl_cert_file="$folder/cert.pem" -c ssl_key_file="$folder/key.pem")
    local at="host=127.0.0.1 port=$port password=$password dbname=cenote"
    plain="$at user=cenote sslmode=disable" admin="$at user=admin sslmode=disable"
    tls="$at user=cenote sslmode=require"
}

# prepare NAME PROGRAM...: sets $folder, $log, $password and $port, and makes a certificate.
prepare() {
    make_scratch
    local program
    for program in "${@:2}" openssl; do
        command -v "$program" >/dev/null && continue
        server_problem="$program is not installed"
        return 1
    done

    folder=$scratch/$1 log=$scratch/$1.log
    mkdir -m 700 "$folder"
    ((EUID)) || chown nobody "$folder"
    password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    choose_port
    unprivileged openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes \
        -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 -days 7 \
        -keyout "$folder/key.pem" -out "$folder/cert.pem" >"$log" 2>&1 || give_up "$1"
}

# Sets $port to one that nobody listens on, below the range that outgoing connections use.
choose_port() {
    port=$((20000 + RANDOM % 10000))
    while (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
}

# launch NAME PATTERN COMMAND...: starts the server and waits, 30 s at most, for PATTERN in its log.
launch() {
    local tries
    : >>"$log"
    # setsid keeps the terminal's Ctrl-C away from it; pdeathsig ends it should this shell be killed.
    detached=1 unprivileged "${@:3}" >>"$log" 2>&1 &
    server_pid[$1]=$!
    disown "$!" # or the shell would tell of its end
    for tries in {1..300}; do
        grep -q "$2" "$log" && return 0
        kill -0 "${server_pid[$1]}" 2>/dev/null || break
        sleep 0.1
    done
    give_up "$1"
}

# A database server has no business being root, so root's becomes nobody's.
unprivileged() {
    local as=(setpriv)
    ((EUID)) || as+=(--reuid=nobody --regid="$(id -g nobody)" --clear-groups)
    [[ -z ${detached-} ]] || as=(exec setsid "${as[@]}" --pdeathsig=KILL)
    LC_ALL=C "${as[@]}" "$@"
}

give_up() { # NAME
    server_problem="$1 did not start; its log ends:"$'\n'$(tail -n 15 "$log")
    stop_server "$1"
    return 1
}

# In the background, since a shell that waits in the foreground is deaf to signals.
attend() {
    "$@" </dev/null &
    attended=$!
    wait "$attended"
    local status=$?
    attended=
    return "$status"
}

stop_servers() {
    local name
    [[ -z $attended ]] || kill "$attended" 2>/dev/null
    for name in "${!server_pid[@]}"; do stop_server "$name"; done
    [[ -z $scratch ]] || rm -rf "$scratch"
    scratch=
}

# A test may have left a process stopped (SIGSTOP), so all are woken before they are told to go.
stop_server() {
    local pid=${server_pid[$1]-} family tries
    [[ -n $pid ]] || return 0
    unset "server_pid[$1]"
    family="$pid $(cat "/proc/$pid/task/$pid/children" 2>/dev/null)"
    kill -CONT $family 2>/dev/null
    case $1 in
        galera_peer) kill -KILL "$pid" ;; # has nothing to tidy up, and would dump its core
        *) kill -QUIT "$pid" ;;           # PostgreSQL's "at once": nobody needs a checkpoint
    esac 2>/dev/null
    for tries in {1..50}; do
        kill -0 "$pid" 2>/dev/null || return 0
        sleep 0.1
    done
    kill -KILL $family 2>/dev/null
}
