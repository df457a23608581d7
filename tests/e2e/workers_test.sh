#!/bin/bash
# What holds however many workers there are, and while some of them are gone: the result of
# --ordered, how soon frames flow again, how large programs grow.
. "$(dirname "$0")/lib.sh"

trap_jobs() { trap 'kill -9 $(jobs -p) 2>/dev/null' EXIT; }

# ids_kept WORKERS: of dedup --ordered. Who has a slow record is a second late with its frame.
ids_kept() {
	local here=$PWD/w$1 i workers=()
	mkdir "$here"
	leat-ingest data --quiet --ephemeral --out "bind:ipc://$here/up" &
	for i in $(seq "$1"); do
		leat-exec --quiet 'while read -r line; do case $line in *slow*) sleep 1;; esac; echo {}; done' --send id \
			--in "connect:ipc://$here/up" --out "connect:ipc://$here/middle" &
		workers+=($!)
	done
	leat-dedup --quiet --ordered --ephemeral --in "bind:ipc://$here/middle" --out "connect:ipc://$here/down" &
	leat-store "$here/out.jsonl" --quiet --in "bind:ipc://$here/down" || fail "the store ended with $?"
	kill -TERM "${workers[@]}" 2>/dev/null
	wait
	sed -n 's/.*"id":"\([^"]*\)".*/\1/p' "$here/out.jsonl" | sort
}

# The first copies are in frames that come late.
case_ordered_does_not_depend_on_workers() {
	local i want
	trap_jobs
	mkdir data
	for i in $(seq 10 49); do
		case $((i % 20)) in 10 | 13) name=slow ;; *) name=doc ;; esac
		printf '{"id":"%s-%d","text":"Text number %d of the sample, long enough to be one."}\n' $name "$i" $((i % 8)) >"data/$i.jsonl"
	done
	want=$(printf '%s\n' slow-10 doc-11 doc-12 slow-13 doc-14 doc-15 doc-16 doc-17 | sort)
	for i in 1 2 4; do same "$(ids_kept $i)" "$want" "$i workers"; done
}

case_state_on_nfs() {
	case ${B:-build} in *san*) skip "a preload does not go with sanitizers" ;; esac
	cat >nfs.c <<'C'
#include <sys/vfs.h>
int statfs(const char *path, struct statfs *fs) { (void)path; *fs = (struct statfs){ .f_type = 0x6969 }; return 0; }
int statfs64(const char *path, struct statfs64 *fs) { (void)path; *fs = (struct statfs64){ .f_type = 0x6969 }; return 0; }
C
	cc -shared -fPIC -D_GNU_SOURCE -o nfs.so nfs.c || fail "cc"
	echo '{"id":"a","text":"A text."}' | leat-ingest --format jsonl --quiet - >a.leat
	status 78 env LD_PRELOAD="$PWD/nfs.so" leat-dedup --in a.leat --out b.leat --state s
	holds err "s: lies on a network file system"
	holds err "--network-fs"
	status 0 env LD_PRELOAD="$PWD/nfs.so" leat-dedup --in a.leat --out b.leat --state s --network-fs
	status 0 leat-dedup --in a.leat --out b.leat --state s
}

# Programs of a chain that a supervisor keeps running: source, two workers, dedup, store.
keep() {
	local role=$1
	shift
	while [ ! -e stop ]; do
		"$@" &
		echo $! >"$role.pid"
		wait $!
	done 2>/dev/null &
}

keep_chain() {
	local here=$PWD
	mkdir data
	keep source leat-ingest --follow data --quiet --state state.source --out "bind:ipc://$here/up"
	keep worker1 leat-normalize --quiet --in "connect:ipc://$here/up" --out "connect:ipc://$here/middle"
	keep worker2 leat-normalize --quiet --in "connect:ipc://$here/up" --out "connect:ipc://$here/middle"
	keep dedup leat-dedup --quiet --state state.dedup --in "bind:ipc://$here/middle" --out "connect:ipc://$here/down"
	keep store leat-store out.jsonl --quiet --in "bind:ipc://$here/down"
}

end_chain() {
	local role
	: >stop
	for role in source worker1 worker2 dedup store; do kill -9 "$(cat $role.pid)" 2>/dev/null; done
	wait
}

documents=0
stored() { [ "$(cat out.jsonl 2>/dev/null | wc -l)" -ge "$documents" ]; }

# flows SECONDS WHAT: ten documents come in, and all are stored in time.
flows() {
	local i began=$EPOCHREALTIME
	for i in $(seq 10); do
		documents=$((documents + 1))
		echo "{\"id\":\"doc-$documents\",\"text\":\"Document number $documents, which is its own.\"}" >"new.jsonl"
		mv new.jsonl "data/$documents.jsonl"
	done
	until_true "$1" stored
	awk -v what="$2" -v a="$began" -v b="$EPOCHREALTIME" 'BEGIN { printf "%-28s %5.2f s\n", what, b - a }' | tee -a "${FIGURES:-/dev/null}"
}

# The goal is 1 s after a kill, and 1 s behind the 5 s after which the silent are dead; a loaded
# machine has 4 s more. FIGURES=FILE gets the times.
case_frames_flow_again() {
	local role
	trap 'end_chain' EXIT
	keep_chain
	flows 20 "begin"
	flows 5 "no fault"
	for role in worker1 dedup store source; do
		kill -9 "$(cat $role.pid)"
		flows 5 "$role killed"
	done
	for role in worker1 dedup store; do
		local pid
		pid=$(cat $role.pid)
		kill -STOP "$pid"
		case $role in
		worker1) flows 10 "worker1 hangs" ;;
		*) # Nobody takes its place: from when it goes on.
			read -r -t 6 <> <(:)
			kill -CONT "$pid"
			flows 7 "$role hung for 6 s"
			;;
		esac
		kill -CONT "$pid"
	done
}

rss_kb() { sed -n 's/^VmRSS:[[:space:]]*\([0-9]*\) kB/\1/p' "/proc/$1/status"; }

# Input waits, and one stage is stopped, past the time after which it is dead: no other grows
# over 64 MB and its window (8 MiB; 32 MiB of a source and of who orders).
case_a_stopped_stage_fills_no_memory() {
	local here=$PWD role pids=() stopped i
	case ${B:-build} in *san*) skip "sanitizers have memory of their own" ;; esac
	trap_jobs
	mkdir data
	for i in $(seq 24); do
		awk -v f="$i" 'BEGIN { text = sprintf("%4000s", ""); gsub(/ /, "word ", text)
			for (d = 0; d < 500; d++) printf "{\"id\":\"%d-%d\",\"text\":\"%d %d %s\"}\n", f, d, f, d, text }' >"data/$i.jsonl"
	done
	for stopped in store dedup worker; do
		rm -rf state.* out.jsonl*
		leat-ingest data --quiet --state state.source --out "bind:ipc://$here/up" & local source=$!
		leat-normalize --quiet --in "connect:ipc://$here/up" --out "connect:ipc://$here/middle" & local worker=$!
		leat-dedup --quiet --state state.dedup --in "bind:ipc://$here/middle" --out "connect:ipc://$here/down" & local dedup=$!
		leat-store out.jsonl --quiet --in "bind:ipc://$here/down" --ready-fd 3 3>ready & local store=$!
		until_true 10 test -s out.jsonl
		kill -STOP "${!stopped}"
		read -r -t 8 <> <(:)
		for role in source worker dedup store; do
			[ "$(rss_kb "${!role}")" -lt $(((64 + 32) * 1024)) ] || fail "$stopped stopped: $role has $(rss_kb "${!role}") KB"
			echo "$stopped stopped: $role $(($(rss_kb "${!role}") / 1024)) MB" >>"${FIGURES:-/dev/null}"
		done
		kill -CONT "${!stopped}"
		wait $store || fail "the store ended with $?"
		same "$(wc -l <out.jsonl)" 12000 "$stopped stopped"
		kill -TERM $source $worker $dedup 2>/dev/null
		wait
	done
}

run_cases
