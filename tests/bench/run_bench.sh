#!/bin/bash
# run: CPU time of `leat run` over ipc against the same stages on pipes made by hand, dedup with its
# state on both, with frames compressed and not; and instructions of a stage that serves metrics against one that does not.
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
# Instructions, as CPU time varies by more than what is looked for.
count() {
	valgrind --tool=callgrind --callgrind-out-file=/dev/null leat-normalize --in run.out.leat --out /dev/null --codec none --quiet --jobs 1 "${@:3}" 2>&1 |
		awk -v name="$1" -v mark="$2" '/Collected/ { printf "%s\t%.5g\tM instructions\t%s\n", name, $NF / 1e6, mark }'
}
command -v valgrind >/dev/null || { echo "run: no valgrind: no figure for metrics" >&2; exit 0; }
head -n 4000 run.jsonl | leat-ingest - --ephemeral --quiet --codec none >run.out.leat
count 'normalize' ''
count 'normalize, with metrics' 'normalize' --metrics 127.0.0.1:27481
rm -rf run.out.*
