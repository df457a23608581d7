#!/bin/bash
# quality: scores of the programs on the development halves of the public sets beside the
# repository: in sample, as their tables were learned there. Without the sets there is no figure.
# Once is enough.
set -eu -o pipefail
shared=$PWD/../shared
data=$shared/data
[ -d "$data" ] && [ -d "$shared/eval" ] || exit 0
PATH=$PWD/${B:-build}/bin:$PATH
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# score NAME FILE PATTERN: prints what stands behind PATTERN in FILE.
score() {
	local value
	value=$(sed -n "s/.*$3 *\([0-9.][0-9.]*\).*/\1/p" "$2" | head -n 1)
	[ -n "$value" ] || { echo "no $1 in: $(head -n 3 "$2")" >&2; exit 1; }
	printf '%s\t%s\t\t\n' "$1" "$value"
}
chain() { # chain OUT INPUT OPTION...: normalized and extracted
	leat-ingest "$2" --quiet --codec none --ephemeral | leat-normalize --quiet --codec none |
		leat-extract --quiet --codec none --no-lang "${@:3}" | leat-store --quiet "$1"
}
for set in a b c; do
	chain $set.jsonl "$data/extraction/pages-$set"
	python3 "$shared/eval/extraction.py" $set $set.jsonl >$set.score
	score "set $set, F1" $set.score F1
done
chain wet.jsonl "$data/wet/pages-b.jsonl.gz"
python3 "$shared/eval/extraction.py" b wet.jsonl >wet.score
for what in title author date; do score "set b, recall of $what" b.score "${what}_R"; done
score 'pages of set b as plain text, F1' wet.score F1

zstdcat "$data/dedup/eval.jsonl.zst" >dedup.in.jsonl
leat-ingest dedup.in.jsonl --quiet --codec none --ephemeral | leat-dedup --quiet --by exact,near --action tag --ephemeral | leat-store --quiet dedup.jsonl
python3 "$shared/eval/dedup.py" dedup.in.jsonl dedup.jsonl --leat >dedup.score
python3 "$shared/eval/dedup_flags.py" dedup.in.jsonl dedup.jsonl --leat >flags.score
score 'near-duplicates, pair F1' dedup.score 'ALL .* '
score 'near-duplicates, flag F1' flags.score F1
leat-ingest "$data/translated/stream.jsonl.gz" --quiet --codec none --ephemeral | leat-normalize --quiet --codec none | leat-dedup --quiet --by translated --ephemeral | leat-store --quiet translated.jsonl
python3 "$shared/eval/translated.py" "$data/translated/stream.jsonl.gz" translated.jsonl --leat >translated.score
score 'translated, link precision' translated.score link-precision
score 'translated, link recall' translated.score link-recall
