#!/bin/bash
# leat show, clusters, verify, search: what a corpus holds.
. "$(dirname "$0")/lib.sh"

have_sqlite() { leat-store --version | grep -q sqlite || skip "built without SQLite"; }

documents() {
	cat <<'JSONL'
{"id":"1","url":"http://a.example/x","site":"A","lang":"nb","title":"Ferga går","published":"2025-03-11","text":"Den nye ferga går hver halvtime over fjorden.","captions":[{"text":"The old ferry","credit":"Photo: Me"}],"mood":"calm"}
{"id":"2","url":"http://b.example/","lang":"en","title":"The ferry","published":"2025-03-12","text":"The new ferry leaves every half hour.","dup":{"kind":"translated","of":"1","score":0.91,"evidence":["Ferga","12|30"]}}
{"id":"3","url":"http://c.example/","lang":"nb","title":"Ferga gaar","fetched":"2025-03-10T08:00:00Z","text":"Den nye ferga går hver halvtime over fjorden.","dup":{"kind":"exact","of":"1","score":1.0},"drop":{"stage":"dedup","reason":"exact"}}
{"id":"4","url":"http://d.example/","lang":"en","title":"esc\u009b31m","text":"A bell \u009b31m rings\nand rings"}
JSONL
}
flow() { documents | "$ROOT/${B:-build}/tests/e2e/bin/jsonl_frames"; }

case_show() {
	have_sqlite
	flow | leat-store --quiet corpus.db || fail "store"
	status 0 leat show corpus.db 1
	holds out 'Ferga går'
	holds out '  lang          nb'
	holds out '  rest          {"mood":"calm"}'
	holds out 'Den nye ferga går hver halvtime over fjorden.'
	holds out '- The old ferry | Photo: Me'
	same "$(grep -cE '^ +(first )?(kept|dropped)' out)" 3 "copies"
	# Versions in other languages stand side by side, the one that came first to the left.
	holds out 'nb 2025-03-11'
	holds out 'Den nye ferga går hver halvtime over fjorden.      The new ferry leaves every half hour.'
	# By address; a copy shows what it is a copy of.
	status 0 leat show corpus.db http://c.example/
	holds out '  verdict       dropped'
	same "$(grep -cE '^ +(first )?(kept|dropped)' out)" 3 "copies"
	status 0 leat show corpus.db 4 --json
	python3 -c 'import json; r = json.load(open("out")); assert r["text"].endswith("\nand rings") and r["verdict"] == "kept" and len(r["copies"]) == 1, r' || fail "JSON"
	status 0 leat show corpus.db 4
	lacks out $'\u009b'
	status 1 leat show corpus.db 1 nosuch
	holds err 'no record with the id or address nosuch'
	holds out 'Ferga går'
	status 1 leat show nosuch.db 1
}

case_clusters() {
	have_sqlite
	flow | leat-store --quiet corpus.db || fail "store"
	status 0 leat clusters corpus.db
	same "$(head -n 1 out)" "1: 3 documents; nb,en; 2025-03-10 to 2025-03-12"
	same "$(sed -n 2p out | tr -s ' ')" " first dropped exact 1.00 2025-03-10 nb c.example Ferga gaar 3"
	same "$(sed -n 3p out | tr -s ' ')" " kept 2025-03-11 nb A Ferga går 1"
	same "$(sed -n 4p out | tr -s ' ')" " kept translated 0.91 2025-03-12 en b.example The ferry 2"
	same "$(sed -n 5p out | tr -s ' ')" " shares Ferga | 12|30"
	status 0 leat clusters corpus.db --kind translated --json
	python3 -c 'import json; r = json.load(open("out")); assert r["of"] == "1" and [d["id"] for d in r["documents"]] == ["3", "1", "2"] and r["documents"][0]["first"] and r["documents"][2]["evidence"] == ["Ferga", "12|30"] and "evidence" not in r["documents"][1], r' || fail "JSON"
	status 0 leat clusters corpus.db --kind near
	same "$(wc -c <out)" 0
}

# What has no title is known by how its text begins.
case_clusters_of_texts_without_a_title() {
	have_sqlite
	documents | sed 's/"title":"[^"]*",//' | "$ROOT/${B:-build}/tests/e2e/bin/jsonl_frames" | leat-store --quiet corpus.db || fail "store"
	status 0 leat clusters corpus.db --kind translated
	same "$(sed -n 4p out | tr -s ' ')" " kept translated 0.91 2025-03-12 en b.example The new ferry leaves every half hour. 2"
	status 0 leat clusters corpus.db --json
	lacks out 'The new ferry'
}

case_verify_resolves() {
	flow >whole.leat
	status 0 leat verify whole.leat
	documents | grep -v '"id":"1"' | "$ROOT/${B:-build}/tests/e2e/bin/jsonl_frames" >part.leat
	status 65 leat verify part.leat
	holds err '2 duplicates name a document (dup.of) that is not there, first record 0 of frame'
	status 0 leat verify part.leat whole.leat
}

case_search_csv() {
	have_sqlite
	flow | leat-store --quiet corpus.db || fail "store"
	status 0 leat search corpus.db 'ferry OR bell' --csv
	python3 - <<'PY' || fail "CSV"
import csv
rows = list(csv.DictReader(open("out", newline="")))
assert {r["id"] for r in rows} == {"2", "4"}, rows
assert all(float(r["score"]) > 0 for r in rows) and rows[0]["url"].startswith("http"), rows
PY
	status 2 leat search corpus.db bell --csv --json
}

run_cases
