#!/bin/bash
# What holds however many workers there are: the result of --ordered; and where their state may lie.
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

run_cases
