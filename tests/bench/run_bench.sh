#!/bin/bash
# run: CPU time of `leat run` over ipc against the same stages on pipes made by hand, dedup with its
# state on both, with frames compressed and not; and of a chain whose stages serve metrics against one that does not.
set -eu -o pipefail
bin=$PWD/${B:-build}/bin
mkdir -p "${B:-build}/bench"
cd "${B:-build}/bench"
TIMEFORMAT='%U %S'
PATH=$bin:$PATH
[ -s run.jsonl ] || python3 ../../tests/bench/make_text.py 60000 2400 >run.jsonl

# cpu NAME YARDSTICK COMMAND...: a line with its seconds of CPU.
cpu() {
	rm -rf run.out.*
	{ time "${@:3}" >&2; } 2>&1 | awk -v name="$1" -v mark="$2" 'NF == 2 { printf "%s\t%.4g\ts CPU\t%s\n", name, $1 + $2, mark }'
}
pipes() {
	leat-ingest run.jsonl --ephemeral --quiet --codec "$1" | leat-normalize --quiet --codec "$1" |
		leat-dedup --state run.out.state --quiet --codec "$1" | leat-extract --quiet --codec "$1" | leat-store --quiet run.out.jsonl
}
for codec in zlib none; do
	cpu "pipes by hand, --codec $codec" '' pipes $codec
	cpu "leat run over ipc, --codec $codec" "pipes by hand, --codec $codec" leat run run.jsonl -o run.out.jsonl -q --links ipc --codec $codec
done
normalize() { leat-ingest run.jsonl --ephemeral --quiet --codec none | leat-normalize --quiet --codec none --out /dev/null "$@"; }
cpu 'ingest and normalize' '' normalize
cpu 'ingest and normalize, with metrics' 'ingest and normalize' normalize --metrics 127.0.0.1:27481
rm -rf run.out.*
