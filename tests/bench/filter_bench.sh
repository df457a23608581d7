#!/bin/bash
# filter and exec: --where in documents for a second of CPU, signals and rules in MB of text for
# a second of CPU (what extract takes more with --signals, and the filter itself), a command
# that echoes its lines in MB of text for a second of CPU, its own included.
set -eu -o pipefail
bin=$PWD/${B:-build}/bin
work=$PWD/${B:-build}/bench
mkdir -p "$work"
cd "$work" || exit 1
TIMEFORMAT='%U %S'

documents=13333
[ -s filter.jsonl ] || python3 ../../tests/bench/make_text.py $documents 2400 >filter.jsonl
[ -s filter.leat ] || "$bin/leat-ingest" filter.jsonl --quiet --codec none | "$bin/leat-normalize" --quiet --codec none --out filter.leat || exit 1
mb=$(python3 -c 'import json,sys; print(sum(len(json.loads(l)["text"].encode()) for l in open(sys.argv[1])) / 1e6)' filter.jsonl)

# Seconds of CPU of a program; pipefail ends the bench where the program fails.
spent() {
	local program=$1
	shift
	{ time "$bin/$program" --quiet --out /dev/null --codec none "$@" >&2; } 2>&1 | awk 'NF == 2 { print $1 + $2 }'
}

"$bin/leat-extract" --quiet --no-lang --signals --in filter.leat --out signals.leat --codec none || exit 1
where=$(spent leat-filter --where '.url | length > 10' --in filter.leat)
plain=$(spent leat-extract --no-lang --in filter.leat)
signals=$(spent leat-extract --no-lang --signals --in filter.leat)
rules=$(spent leat-filter --rules gopher,gopher-repetition,c4,mc4,fineweb --action tag --in signals.leat)
command=$(spent leat-exec --in filter.leat --send text cat)
awk -v n=$documents -v mb="$mb" -v where="$where" -v plain="$plain" -v signals="$signals" -v rules="$rules" -v command="$command" 'BEGIN {
	printf "filter --where\t%.4g\tdocuments/s CPU\t\n", n / where
	printf "signals and rules\t%.4g\tMB/s CPU\t\n", mb / (signals - plain + rules)
	printf "exec cat\t%.4g\tMB/s CPU\t\n", mb / command
}'
