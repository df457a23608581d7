#!/bin/bash
# The main job on the samples, as `make demo` runs it: five programs in a pipe, then a search.
set -u -o pipefail
BIN=$1
cd "$(dirname "$0")/../.."
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

say() { printf '\n$ %s\n' "$*"; }

say "leat-ingest tests/data/news | leat-normalize | leat-dedup | leat-extract | leat-store corpus.db"
"$BIN/leat-ingest" tests/data/news | "$BIN/leat-normalize" | "$BIN/leat-dedup" | "$BIN/leat-extract" |
	"$BIN/leat-store" "$out/corpus.db" || exit 1
say "leat search corpus.db 'ferge OR ferry'"
"$BIN/leat" search "$out/corpus.db" 'ferge OR ferry' || exit 1
say "leat run tests/data/news -o again.db    # the same in one command"
"$BIN/leat" run tests/data/news -o "$out/again.db" || exit 1
