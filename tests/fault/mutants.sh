#!/bin/bash
# Broken versions of the real code: the campaign must find each of them. A mutant is a copy of
# the tree with one change; a change that no longer fits is an error.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
failed=0

# mutant NAME FILE OLD NEW: OLD, a line's text, becomes NEW.
mutant() {
	local name=$1 file=$2 old=$3 new=$4
	rm -rf "${tree:?}/"*
	mkdir "$tree/build"
	cp -a "$root/Makefile" "$root/common" "$root/stages" "$root/tests" "$tree/"
	# What is built already need not be built again.
	cp -a "$root/build/obj" "$root/build/bin" "$root/build/libleat.a" "$root/build/flags" "$tree/build/" 2>/dev/null
	awk -v old="$old" -v new="$new" 'index($0, old) && !done { sub(/[^\t].*/, ""); print $0 new; done = 1; next } { print }
		END { exit !done }' "$root/$file" >"$tree/$file" || { echo "not ok $name: $file has changed"; failed=1; return; }
	make -C "$tree" -j2 all >"$tree/log" 2>&1 || { tail -n 5 "$tree/log"; echo "not ok $name: does not build"; failed=1; return; }
	if MUTANTS=0 B=$tree/build SECONDS_TOTAL=${SECONDS_EACH:-60} KINDS=ipc "$tree/tests/fault/run.sh" >"$tree/log" 2>&1; then
		echo "not ok $name: not caught"
		tail -n 3 "$tree/log"
		failed=1
	else
		echo "ok $name: $(grep -m 1 -E 'lost|doubled|ended|no end' "$tree/log")"
	fi
}

mutant ack_on_receipt common/run/runner.c \
	'return runner_submit(runner, frame, err);' \
	'links_ack(runner, frame, err); return runner_submit(runner, frame, err);'
mutant store_not_idempotent stages/store/main.c \
	'int found = ops->find ? ' \
	'int found = 0; known = (struct known){ 0 };'
mutant no_verdict_log stages/dedup/index.c \
	'struct frame_info *known = find_frame(index, new.stream, new.seq);' \
	'struct frame_info *known = NULL;'
mutant log_not_durable stages/dedup/main.c \
	'return state->file ? journal_commit(state->file, err) : 0;' \
	'return 0;'
mutant sender_forgets common/link/protocol_sender.c \
	'list_prepend(&link->waiting, &peer->flying);' \
	'peer->flying = (struct held_list){ NULL, NULL };'
[ "$failed" = 0 ]
