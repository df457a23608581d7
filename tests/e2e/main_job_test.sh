#!/bin/bash
# The main job, as README says it: files in, a searchable corpus out; and what happens when
# it is run again, with another option, over changed, grown, added and moved files.
. "$(dirname "$0")/lib.sh"

chain() { # chain SINK IN...: the five programs; ING, EXT, STO, DED hold more options
	local sink=$1
	shift
	# shellcheck disable=SC2086
	leat-ingest ${ING-} "$@" | leat-normalize | leat-dedup ${DED-} | leat-extract ${EXT-} |
		leat-store --quiet ${STO-} "$sink"
}
export -f chain
docs() { sqlite3 "$1" 'select count(*) from documents'; }
field() { python3 -c 'import json,sys
for line in sys.stdin:
    r = json.loads(line)
    if r["source"].endswith(sys.argv[1]): print(json.dumps(r.get(sys.argv[2]), ensure_ascii=False))' "$@"; }

case_samples() {
	sh_status 0 "chain corpus.db $DATA/news"
	leat-ingest "$DATA/news" | leat-normalize | leat-dedup | leat-extract | leat-store --quiet - >all.jsonl || fail "chain"
	same "$(docs corpus.db)" "$(wc -l <all.jsonl)"
	same "$(field ferge-nb.txt lang <all.jsonl)" '"nb"'
	same "$(field ferge-nb.txt title <all.jsonl)" '"Batteriferga skal gå hver halvtime over Skarvfjorden fra høsten"'
	same "$(field ferry-en.txt published <all.jsonl)" '"2025-03-11"'
	same "$(field ferry-en.txt lang <all.jsonl)" '"en"'
	same "$(field kvarn-sv.txt lang <all.jsonl)" '"sv"'
	same "$(field muehle-de.txt lang <all.jsonl)" '"de"'
	field ferge-nb.txt text <all.jsonl >nb
	lacks nb Loading
	lacks nb Meny
	lacks nb Foto
	field muehle-de.txt text <all.jsonl >de
	lacks de Leave
	field pages.warc.gz text <all.jsonl >pages
	holds pages 'Skolen på Øya blir ikke lagt ned.'
	holds pages 'Eight metres of the old harbour wall'
	lacks pages 'All rights reserved'
	lacks pages 'Not found'
	same "$(grep -c wire-000 all.jsonl)" 2 "wire-0002 is an exact copy of wire-0001"
}

case_seeds() {
	[ -d "$SHARED/data/seeds" ] || skip "no shared data"
	leat-ingest "$SHARED"/data/seeds/*.txt | leat-normalize | leat-dedup | leat-extract | leat-store --quiet - >got.jsonl
	python3 - "$SHARED/data/seeds/expected.json" got.jsonl <<'PY' || fail "fields differ"
import json, os, sys
want = json.load(open(sys.argv[1]))
got = {os.path.basename(r["source"]): r for r in map(json.loads, open(sys.argv[2]))}
bad = 0
for name, w in want.items():
    if name.startswith("_"): continue
    g = got[name]
    for key in ("lang", "title", "published", "author", "text"):
        if g.get(key) != w[key]: print(name, key, repr(g.get(key))[:200]); bad = 1
    if g.get("captions", []) != w["captions"]: print(name, "captions", g.get("captions")); bad = 1
    if [h["text"] for h in g.get("headings", [])] != w["headings"]: print(name, "headings", g.get("headings")); bad = 1
    if sorted(c["text"] for c in g.get("cut", [])) != sorted(w["cut"]): print(name, "cut", g.get("cut")); bad = 1
    for h in g.get("headings", []):
        if not g["text"][h["at"]:].startswith(h["text"]): print(name, "heading offset"); bad = 1
sys.exit(bad)
PY
	leat run "$SHARED"/data/seeds/*.txt -o corpus.db >out 2>err || fail "leat run"
	same "$(docs corpus.db)" 5
	leat search corpus.db Harbin >hits 2>err || fail "search"
	[ -s hits ] || fail "no hit"
}

case_again_stores_nothing_twice() {
	sh_status 0 "chain corpus.db $DATA/news"
	local before
	before=$(docs corpus.db)
	bash -o pipefail -c "STO='--stats s.json' chain corpus.db $DATA/news" 2>err || fail "second run"
	same "$(docs corpus.db)" "$before"
	sqlite3 corpus.db 'pragma integrity_check' | grep -qx ok || fail "integrity"
}

case_another_option_is_refused_and_replace_does_it() {
	sh_status 0 "chain corpus.db $DATA/news"
	EXT=--keep-body sh_status 78 "chain corpus.db $DATA/news"
	holds err keep-body
	EXT=--keep-body STO=--replace sh_status 0 "chain corpus.db $DATA/news"
	EXT=--keep-body sh_status 0 "chain corpus.db $DATA/news"
}

case_changed_grown_added_moved() {
	cp -r "$DATA/news" in
	sh_status 0 "chain corpus.db in"
	local n
	n=$(docs corpus.db)
	# one byte changed: that stream is refused, the others are fine
	sed -i 's/Tuesday to buy/Tuesday to sell/' in/ferry-en.txt
	sh_status 78 "chain corpus.db in"
	holds err ferry-en.txt
	same "$(docs corpus.db)" "$n"
	STO=--replace sh_status 0 "chain corpus.db in"
	same "$(docs corpus.db)" "$n"
	sqlite3 corpus.db "select count(*) from documents where text like '%Tuesday to sell%'" | grep -qx 1 || fail "not replaced"
	# grown
	sed 's/0003/0004/; s/Library/Museum/; s/library/museum/; s/trial over/test in/' in/wire.jsonl | tail -n 1 >>in/wire.jsonl
	sh_status 78 "chain corpus.db in"
	holds err 'grown'
	# a file added to the folder
	printf 'A new file in the folder\n\nIt holds one short paragraph that nothing else in the folder holds.\n' >in/new.txt
	STO=--replace sh_status 0 "chain corpus.db in"
	same "$(docs corpus.db)" $((n + 2))
	# a moved folder is other streams, but with --root it is the same
	mv in moved
	rm -f rooted.db
	ING="--root moved" sh_status 0 "chain rooted.db moved"
	mv moved elsewhere
	ING="--root elsewhere" sh_status 0 "chain rooted.db elsewhere"
	same "$(docs rooted.db)" $((n + 2))
}

case_grown_continues() {
	mkdir in
	cp "$DATA/news/wire.jsonl" in/
	ING="--grown continue --state st" sh_status 0 "chain corpus.db in"
	same "$(docs corpus.db)" 2
	printf '{"id":"wire-0009","text":"A line that came later, about the price of herring in the north."}\n' >>in/wire.jsonl
	ING="--grown continue --state st" sh_status 0 "chain corpus.db in"
	same "$(docs corpus.db)" 3
	ING="--grown continue --state st" sh_status 0 "chain corpus.db in"
	same "$(docs corpus.db)" 3
}

case_changed_revision_keeps_both() {
	mkdir in
	cp "$DATA/news/ferry-en.txt" in/
	ING="--changed revision" sh_status 0 "chain corpus.db in"
	sed -i 's/Tuesday to buy/Tuesday to sell/' in/ferry-en.txt
	ING="--changed revision" sh_status 0 "chain corpus.db in"
	same "$(docs corpus.db)" 2
}

# A flow small enough to try every byte of it; with sanitizers, which are slow, every seventh.
small_flow() {
	printf '{"text":"One small text, and no more than that."}\n' >small.jsonl
	leat-ingest small.jsonl | leat-normalize >whole.leat || fail "chain"
	size=$(stat -c %s whole.leat)
	step=1
	case ${B:-build} in *san*) step=7 ;; esac
}

case_cut_anywhere_is_74() {
	small_flow
	for ((at = 0; at < size; at += step)); do
		head -c "$at" whole.leat >cut.leat
		leat-dedup --in cut.leat --out out.leat 2>err
		local got=$?
		[ "$got" = 74 ] || fail "cut at $at of $size: exit $got: $(cat err)"
		((at % 10 == 0)) || continue
		leat-extract --in out.leat --quiet >/dev/null 2>err
		got=$?
		[ "$got" = 74 ] || fail "cut at $at: the next stage exits $got"
	done
}

# Every byte, a bit of it in turn.
case_flipped_byte_is_never_silent() {
	small_flow
	STEP=$step python3 - <<'PY'
import os
data = open("whole.leat", "rb").read()
for at in range(0, len(data), int(os.environ["STEP"])):
    open("flip.%d" % at, "wb").write(data[:at] + bytes([data[at] ^ (1 << at % 8)]) + data[at + 1:])
PY
	local f got
	for f in flip.*; do
		leat-store --quiet - <"$f" >got.jsonl 2>err
		got=$?
		case $got in
		65 | 74 | 78) ;;
		*) fail "$f: exit $got" ;;
		esac
	done
}

run_cases
