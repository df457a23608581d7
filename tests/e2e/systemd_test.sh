#!/bin/bash
# The units of deploy/systemd: systemd finds nothing wrong in them, and what they start is a
# pipeline that works.
. "$(dirname "$0")/lib.sh"
UNITS=$ROOT/deploy/systemd

# It says what is wrong on stderr, and ends with 0 even so.
case_verify() {
	local unit
	command -v systemd-analyze >/dev/null || skip "no systemd-analyze"
	cp -r "$UNITS" units
	grep -h '^StateDirectory=' units/*.service | sort | uniq -d >twice
	[ ! -s twice ] || fail "two kinds share a folder: $(cat twice)"
	for unit in units/*@.*; do cp "$unit" "${unit/@./@news.}"; done
	systemd-analyze verify --man=no units/*@news.* 2>err || fail "$(head -n 3 err)"
	[ ! -s err ] || fail "$(head -n 3 err)"
	echo 'Unknown=1' >>units/leat@news.target
	systemd-analyze verify --man=no units/leat@news.target 2>err
	[ -s err ] || fail "it would not say what is wrong"
}

# What the target starts is there, with an example of its environment; what it starts it stops.
case_target_names_what_is_there() {
	local unit kind wanted
	wanted=$(sed -n 's/^Wants=//p' "$UNITS/leat@.target")
	same "$(sed -n 's/^PropagatesStopTo=//p' "$UNITS/leat@.target")" "$wanted"
	for unit in $wanted; do
		kind=${unit%@*}
		[ -s "$UNITS/$kind@.service" ] || fail "no $kind@.service"
		unit=${unit#*@}
		unit=${unit%.service}
		[ -s "$UNITS/example/${kind#leat-}/${unit/\%i/news}.env" ] || fail "no example for $kind@$unit"
	done
	same "$(find "$UNITS/example" -name '*.env' | wc -l)" "$(wc -w <<<"$wanted")"
}

# start KIND INSTANCE: as systemd would start it, but here, and from this build.
start() {
	local unit=$UNITS/leat-$1@.service command
	command=$(sed -n "s/^ExecStart=\/bin\/sh -c '\(.*\)'$/\1/p" "$unit")
	[[ $command == *leat-* ]] || fail "$unit: no ExecStart"
	command=${command//\/usr\/local\/bin/$BIN}
	command=${command//\/var\/lib\/leat\/$1\/%i/$PWD\/lib\/$1}
	mkdir -p "lib/$1"
	(set -a && . "etc/$1/$2.env" && cd "lib/$1" && exec sh -c "$command") &
	pids="$pids $!"
}

# The example as it stands, but for the ports and the folder; a worker more, and one killed.
case_example_runs() {
	local base=$((20000 + $$ % 20000)) pids= source
	cp -r "$UNITS/example" etc
	sed -i "s#127.0.0.1:700#127.0.0.1:$((base / 10))#; s#^DATA=.*#DATA=$DATA/news#" etc/*/*.env
	trap 'kill -KILL $pids 2>/dev/null' EXIT
	start store news
	start worker news-extract
	start worker news-extract
	start dedup news
	start worker news-normalize
	kill -KILL $!
	start worker news-normalize
	start source news
	source=$!
	wait $source || fail "the source ended with $?"
	leat run "$DATA/news" -o want.db -q
	same "$(sqlite3 lib/store/news.db 'select count(*) from documents')" "$(sqlite3 want.db 'select count(*) from documents')"
	kill -TERM $pids 2>/dev/null
	wait
}

run_cases
