#!/bin/bash
# The fault campaign: real programs as source, three workers, dedup (of exact copies and of near
# ones, in turns) and store, on links over ipc and tcp and on pipes, while they are killed and
# stopped at random, links are cut, fsync fails, or the disk is full. After each round the check
# proves by id and by content that nothing is lost and nothing doubled.
#
#   SECONDS_TOTAL  how long (60)       SEED      of the schedule (from the clock)
#   B              build folder        KINDS     "ipc fsync tcp cut pipe full": rounds
#   MUTANTS=1      instead: broken versions of the real code must be caught
set -u
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
B=${B:-build}
case $B in /*) ;; *) B=$root/$B ;; esac
bin=$B/bin
SECONDS_TOTAL=${SECONDS_TOTAL:-60} SEED=${SEED:-$(date +%s)} KINDS=${KINDS:-ipc fsync tcp cut pipe full}
RANDOM=$((SEED % 32768))
export LC_ALL=C
. "$here/lib.sh"
. "$here/rounds.sh"

[ "${MUTANTS:-0}" = 1 ] && exec "$here/mutants.sh"

work=$(mktemp -d)
rounds=0 failed=0 skipped=0
total_kills=0 total_stops=0 total_cuts=0 total_fsync=0 total_full=0
trap 'rm -rf "$work"' EXIT
for copies in exact near; do make_data "$work/$copies" "$FILES" "$DOCUMENTS" "$copies"; done
echo "seed $SEED, $SECONDS_TOTAL s, rounds of $KINDS"
end=$((SECONDS + SECONDS_TOTAL))
while [ "$SECONDS" -lt "$end" ] && [ "$failed" = 0 ]; do
	for kind in $KINDS; do
		[ "$SECONDS" -lt "$end" ] || break
		rounds=$((rounds + 1))
		mkdir -p "$work/$rounds"
		cd "$work/$rounds" || exit 1
		SEED=$((SEED + 1))
		if ! round "$kind"; then
			failed=$((failed + 1))
			echo "FAILED round $rounds of $kind, seed $SEED"
			tail -n 4 log/* 2>/dev/null | sed 's/^/    /'
			[ -n "${KEEP:-}" ] && cp -R . "$KEEP"
		fi
		total_kills=$((total_kills + kills)) total_stops=$((total_stops + stops))
		total_cuts=$((total_cuts + cuts)) total_fsync=$((total_fsync + fsyncs)) total_full=$((total_full + fulls))
		cd "$work" || exit 1
		rm -rf "${work:?}/$rounds"
	done
done
echo "$rounds rounds: $total_kills kills, $total_stops stops, $total_cuts cuts, $total_fsync failed fsyncs, $total_full full disks; $failed failed, $skipped skipped"
mkdir -p "$B/bench"
printf '%s\t%s\t\t\n' kills "$total_kills" stops "$total_stops" 'cut links' "$total_cuts" 'failed fsyncs' "$total_fsync" \
	'full disks' "$total_full" rounds "$rounds" 'rounds with a record lost or doubled' "$failed" >"$B/bench/fault.tsv"
[ "$failed" = 0 ]
