#!/bin/bash
# chain: normalize | dedup | extract | archive on JSON lines, in MB of text for a second of
# CPU time summed over the processes; with documents of 32 KiB and of 2.4 KB, as extract is by
# default, without language, and with signals. Beside it what compression alone costs. And a
# stage that reads META only, on compressed frames, in raw text for a second of its CPU.
set -u -o pipefail
bin=$PWD/${B:-build}/bin
work=$PWD/${B:-build}/bench
codec=$PWD/${B:-build}/tests/bench/codec
mkdir -p "$work"
cd "$work" || exit 1
TIMEFORMAT='%U %S'

yardstick='libdeflate level 1, alone'
printf '%s\t%s\tMB/s\t\n' "$yardstick" "$("$codec" | awk -F'\t' 'NR == 1 { print $2 }')"

# chain NAME SIZE MB [OPTION]
chain() {
	local spent
	spent=$({ time { "$bin/leat-normalize" --quiet --in "frames-$2.leat" | "$bin/leat-dedup" --quiet |
		"$bin/leat-extract" --quiet "${@:4}" | "$bin/leat-store" --quiet "out-$2.leat"; } 2>/dev/null; } 2>&1) ||
		{ echo "chain failed: $spent" >&2; exit 1; }
	rm -f "out-$2.leat"
	awk -v name="$1" -v mb="$3" -v spent="$spent" -v mark="$yardstick" \
		'BEGIN { split(spent, t, " "); printf "%s\t%.4g\tMB/s of text a core\t%s\n", name, mb / (t[1] + t[2]), mark }'
}

for size in 32768 2400; do
	[ -s "text-$size.jsonl" ] || python3 ../../tests/bench/make_text.py $((64000000 / size)) "$size" >"text-$size.jsonl"
	mb=$(python3 -c 'import json,sys; print(sum(len(json.loads(l)["text"].encode()) for l in open(sys.argv[1])) / 1e6)' "text-$size.jsonl")
	"$bin/leat-ingest" "text-$size.jsonl" --out frames-$size.leat --quiet --codec none || exit 1
	name="normalize, dedup, extract, archive: documents of $size bytes"
	chain "$name" $size "$mb"
	chain "$name, without language" $size "$mb" --no-lang
	chain "$name, with signals" $size "$mb" --signals
done

if [ ! -s big.leat ]; then
	"$bin/leat-normalize" --quiet --in frames-32768.leat | "$bin/leat-extract" --quiet >part.leat
	for _ in 1 2 3; do cat part.leat; done >big.leat
fi
mb=$("$bin/leat" stat big.leat | awk '$1 == "bulk" { print $5 / 1e6 }')
spent=$({ time "$bin/leat-filter" --quiet --action tag --lang nb,en --in big.leat --out /dev/null 2>/dev/null; } 2>&1)
awk -v mb="$mb" -v spent="$spent" 'BEGIN { split(spent, t, " "); printf "a stage that reads META only, compressed frames\t%.4g\tMB/s of raw text a core\t\n", mb / (t[1] + t[2]) }'
