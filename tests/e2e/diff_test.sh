#!/bin/bash
# leat diff: what two sinks of any kind differ in.
. "$(dirname "$0")/lib.sh"
MAKE=$ROOT/${B:-build}/tests/e2e/bin/make_flow
FRAMES=$ROOT/${B:-build}/tests/e2e/bin/jsonl_frames

before() {
	cat <<'JSONL'
{"id":"same","lang":"en","title":"T","lang_score":0.75,"mood":{"a":[1,2.5,null]},"text":"One.\nTwo."}
{"id":"gone","lang":"nb","text":"Borte."}
{"id":"text","lang":"en","text":"Head.\nA first line.\nA second line.\nTail.\nMore tail.\nEnd."}
{"id":"verdict","lang":"en","text":"Was kept."}
{"id":"back","lang":"en","text":"Comes back.","drop":{"stage":"dedup","reason":"near"}}
{"id":"fields","lang":"en","title":"Old","author":"Me","text":"Same."}
{"id":"bad","url":"http://x.example/","body":"bytes","reject":{"stage":"normalize","reason":"charset"}}
JSONL
}
after() {
	cat <<'JSONL'
{"id":"same","lang":"en","title":"T","lang_score":0.75,"mood":{"a":[1,2.5,null]},"text":"One.\nTwo."}
{"id":"text","lang":"en","text":"Head.\nA first line, better.\nA second line.\nA third.\nTail.\nMore tail.\nEnd."}
{"id":"verdict","lang":"en","text":"Was kept.","drop":{"stage":"filter","reason":"gopher"}}
{"id":"back","lang":"en","text":"Comes back."}
{"id":"fields","lang":"nn","title":"New","site":"S","text":"Same."}
{"id":"bad","url":"http://x.example/","body":"bytes","reject":{"stage":"normalize","reason":"charset"}}
{"id":"new","lang":"fr","text":"Nouveau."}
JSONL
}
have_sqlite() { leat-store --version | grep -q sqlite; }
suffixes() { echo leat jsonl jsonl.gz parts.jsonl/; have_sqlite && echo db; command -v zstd >/dev/null && echo jsonl.zst; }

case_all_kinds_agree() {
	before | "$FRAMES" 3 >f
	after | "$FRAMES" 2 >g
	for a in $(suffixes); do
		status 0 leat-store --in f a.$a
		status 0 leat-store --in g b.$a
	done
	for a in $(suffixes); do
		for b in $(suffixes); do
			status 0 leat diff a.$a a.$b
			holds out "only in A 0, only in B 0, changed 0: verdict 0, text 0"
			status 1 leat diff a.$a b.$b
			holds out "only in A 1, only in B 1, changed 4: verdict 2, text 1"
			tail -n +3 out >told
			[ -e first ] || cp told first
			diff <(sort told) <(sort first) || fail "$a against $b says something else"
		done
	done
	holds first "         1  kept -> dropped filter: gopher"
	holds first "         1  dropped dedup: near -> kept"
	holds first "         1  -kept"
	holds first "         1  +kept"
	for field in lang title +site -author +drop -drop; do
		grep -qxF "         1  $field" first || fail "no field $field"
	done
	grep -qxF "         1  ~nn" first || fail "no language"
	same "$(sed -n '/^text$/,$p' first)" "text
  Head.
- A first line.
+ A first line, better.
  A second line.
+ A third.
  Tail.
  ..."
	lacks first Nouveau
}

case_json_and_limit() {
	before | "$FRAMES" >f
	after | "$FRAMES" >g
	status 1 leat diff f g --json
	python3 - <<'PY' || fail "JSON"
import json
rows = {r["id"]: r for r in map(json.loads, open("out"))}
assert set(rows) == {"gone", "text", "verdict", "back", "fields", "new"}, rows
assert rows["gone"]["what"] == "gone" and rows["gone"]["before"] == "kept", rows
assert rows["new"]["what"] == "added", rows
assert rows["text"]["text"] is True and "fields" not in rows["text"], rows
assert rows["verdict"]["before"] == "kept" and rows["verdict"]["after"] == "dropped filter: gopher", rows
assert sorted(rows["fields"]["fields"]) == ["+site", "-author", "lang", "title"], rows
PY
	status 1 leat diff f g --limit 0
	lacks out "A third"
	sh_status 1 "cat g | leat diff f -"
	holds out "A third"
	status 2 leat diff - g
	status 2 leat diff f
	status 1 leat diff f nosuch
	holds err "nosuch: cannot open"
	echo "plain text" >x.txt
	status 65 leat diff f x.txt
	echo '{"id":1' >x.jsonl
	status 65 leat diff f x.jsonl
	holds err "x.jsonl: line 1"
}

case_runs_with_other_options() {
	"$MAKE" streams=3 frames=4 records=50 drop=7 reject=9 >f
	"$MAKE" streams=3 frames=4 records=50 drop=8 reject=9 >g
	status 0 leat-store --in f a.jsonl a.leat/
	status 0 leat diff a.jsonl a.leat
	status 1 leat diff f g
	same "$(sed -n 2p out)" "B g: 600 records"
	status 0 leat diff a.leat a.jsonl
	# The same document twice in A: said, and the first counts.
	cat f f >ff
	status 0 leat diff ff f
	holds err "600 records have an id that came before"
}

run_cases
