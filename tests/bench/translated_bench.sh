#!/bin/bash
# translated: documents a second of CPU time, of leat-dedup as a whole, on real texts in 53 languages
# (2.7 KB each, most of them versions of one another). Skips where the texts are not at hand: they lie
# beside the project (SHARED, as for make train).
set -u -o pipefail
bin=$PWD/${B:-build}/bin
stream=${SHARED:-$PWD/../shared}/data/translated/stream.jsonl.gz
work=$PWD/${B:-build}/bench
[ -e "$stream" ] || exit 0
mkdir -p "$work"
TIMEFORMAT='%U %S'

"$bin/leat-ingest" "$stream" --out "$work/translated.leat" --quiet --codec none || exit 1
spent=$({ time "$bin/leat-dedup" --quiet --by translated --in "$work/translated.leat" --out "$work/translated-out.leat" 2>/dev/null; } 2>&1) ||
	{ echo "leat-dedup failed: $spent" >&2; exit 1; }
texts=$("$bin/leat" stat "$work/translated-out.leat" | awk '$1 == "records" { print $2; exit }' | tr -d ,)
awk -v texts="$texts" -v spent="$spent" 'BEGIN { split(spent, t, " "); printf "--by translated, real texts of 2.7 KB\t%.4g\tdocuments/s\t\n", texts / (t[1] + t[2]) }'
rm -f "$work/translated-out.leat"
