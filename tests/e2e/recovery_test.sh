#!/bin/bash
# A chain on links while programs are killed, hang, or are cut off: how soon frames flow again,
# and how large the others grow. FIGURES=FILE gets what was measured: name, value, unit. CUTS and
# STOPPED: how many seconds links are cut, stages stopped.
. "$(dirname "$0")/lib.sh"

# Programs of a chain that a supervisor keeps running: source, two workers, dedup, store.
keep() {
	local role=$1
	shift
	while [ ! -e stop ]; do
		"${inside[@]}" "$@" &
		echo $! >"$role.pid"
		wait $!
	done 2>/dev/null &
}

# keep_chain UP MIDDLE DOWN: on these addresses.
keep_chain() {
	mkdir data
	keep source leat-ingest --follow data --quiet --state state.source --out "bind:$1"
	keep worker1 leat-normalize --quiet --in "connect:$1" --out "connect:$2"
	keep worker2 leat-normalize --quiet --in "connect:$1" --out "connect:$2"
	keep dedup leat-dedup --quiet --state state.dedup --in "bind:$2" --out "connect:$3"
	keep store leat-store out.jsonl --quiet --in "bind:$3"
}

end_chain() {
	local role
	: >stop
	for role in source worker1 worker2 dedup store; do kill -9 "$(cat $role.pid)" 2>/dev/null; done
	wait
}

inside=() documents=0
stored() { [ "$(cat out.jsonl 2>/dev/null | wc -l)" -ge "$documents" ]; }
figure() { printf '%s\t%s\t%s\n' "$@" >>"${FIGURES:-/dev/null}"; }

# send: ten documents come in.
send() {
	local i
	for i in $(seq 10); do
		documents=$((documents + 1))
		echo "{\"id\":\"doc-$documents\",\"text\":\"Document number $documents, which is its own.\"}" >new.jsonl
		mv new.jsonl "data/$documents.jsonl"
	done
}

# within SECONDS WHAT: all that was sent is stored in time, from now.
within() {
	local began=$EPOCHREALTIME
	until_true "$1" stored
	figure "$2" "$(awk -v a="$began" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.2f", b - a }')" s
}

# The goal is 1 s after a kill, and 1 s behind the 5 s after which the silent are dead; a loaded
# machine has 4 s more.
case_after_kill_and_hang() {
	local role pid
	trap end_chain EXIT
	keep_chain "ipc://$PWD/up" "ipc://$PWD/middle" "ipc://$PWD/down"
	send; within 20 begin
	send; within 5 'no fault'
	for role in worker1 dedup store source; do
		kill -9 "$(cat $role.pid)"
		send; within 5 "$role killed"
	done
	for role in worker1 dedup store; do
		pid=$(cat $role.pid)
		kill -STOP "$pid"
		send
		case $role in
		worker1) within 10 'worker1 hangs' ;;
		*) # Nobody takes its place: from when it goes on.
			read -r -t 6 <> <(:)
			kill -CONT "$pid"
			within 7 "$role goes on after 6 s"
			;;
		esac
		kill -CONT "$pid"
	done
}

# The goal is 3 s from when the link is whole again: after a short cut, where what TCP holds back
# has to be sent again, and after one that lasts until all are dead to each other.
case_after_link_repair() {
	local seconds
	[ "$(id -u)" = 0 ] || skip "needs root for network namespaces"
	command -v ip >/dev/null || skip "no ip(8)"
	ns=leat-recovery-$$
	ip netns add "$ns" 2>/dev/null || skip "no network namespaces here"
	trap 'end_chain; ip netns del $ns' EXIT
	ip -n "$ns" link set lo up
	inside=(ip netns exec "$ns")
	keep_chain tcp://127.0.0.1:7001 tcp://127.0.0.1:7002 tcp://127.0.0.1:7003
	send; within 20 'begin, tcp'
	for seconds in ${CUTS:-0.5 7}; do
		ip -n "$ns" link set lo down
		send
		read -r -t "$seconds" <> <(:)
		ip -n "$ns" link set lo up
		within 7 "link cut for $seconds s"
	done
}

memory_kb() { sed -n "s/^$2:[[:space:]]*\([0-9]*\) kB/\1/p" "/proc/$1/status"; }

# Input waits, more than all windows hold, and one stage is stopped, past the time after which it
# is dead: no other grows over 64 MB and its window (8 MiB; 32 MiB of a source
# and of who orders).
case_a_stopped_stage_fills_no_memory() {
	local here=$PWD role stopped i peak most=0 seconds=${STOPPED:-8}
	case ${B:-build} in *san*) skip "sanitizers have memory of their own" ;; esac
	trap 'kill -9 $(jobs -p) 2>/dev/null' EXIT
	mkdir data
	for i in $(seq 40); do
		head -c 2250000 /dev/urandom | base64 -w 3000 | awk -v f="$i" '{ printf "{\"id\":\"%d-%d\",\"text\":\"%s\"}\n", f, NR, $0 }' >"data/$i.jsonl"
	done
	for stopped in store dedup worker; do
		rm -rf state.* out.jsonl*
		leat-ingest data --quiet --state state.source --out "bind:ipc://$here/up" & local source=$!
		leat-normalize --quiet --in "connect:ipc://$here/up" --out "connect:ipc://$here/middle" & local worker=$!
		leat-dedup --quiet --state state.dedup --in "bind:ipc://$here/middle" --out "connect:ipc://$here/down" & local dedup=$!
		leat-store out.jsonl --quiet --in "bind:ipc://$here/down" & local store=$!
		until_true 10 test -s out.jsonl
		kill -STOP "${!stopped}"
		read -r -t "$seconds" <> <(:)
		[ "$(wc -l <out.jsonl)" -lt "$(cat data/* | wc -l)" ] || fail "no input waits"
		for role in source worker dedup store; do
			peak=$(memory_kb "${!role}" VmHWM)
			[ "$peak" -lt $(((64 + 32) * 1024)) ] || fail "$stopped stopped: $role took $peak KB"
			[ "$peak" -lt "$most" ] || most=$peak
		done
		kill -CONT "${!stopped}"
		wait $store || fail "the store ended with $?"
		same "$(wc -l <out.jsonl)" "$(cat data/* | wc -l)" "$stopped stopped"
		kill -TERM $source $worker $dedup 2>/dev/null
		wait
	done
	figure "a stage stopped for $seconds s: the largest of the others" $((most / 1024)) MB
}

run_cases
