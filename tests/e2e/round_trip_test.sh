#!/bin/bash
# What leat-store wrote comes back through leat-ingest equal in the fields that the format holds; older
# schemas and lost files are said clearly; seek and pace.
. "$(dirname "$0")/lib.sh"
MAKE=$ROOT/${B:-build}/tests/e2e/bin/make_flow

chain() { leat-ingest --quiet "$DATA/news" | leat-normalize --quiet | leat-dedup --quiet | leat-extract --quiet; }

# compare WANT GOT FIELD...: two files of JSON lines have the same records in these fields; `text` with the
# title in front where --title.
compare() {
	python3 - "$@" <<'PY' || fail "round trip: $*"
import json, sys
args = sys.argv[1:]
title = "--title" in args
args = [a for a in args if a != "--title"]
want, got = ([json.loads(l) for l in open(f)] for f in args[:2])
fields = args[2:]
if title:
    for r in want:
        if r.get("title"):
            r["text"] = r["title"] + "\n" + r["text"]
key = lambda r: [str(r.get(f)) for f in fields]
a, b = sorted(map(key, want)), sorted(map(key, got))
assert a and len(a) == len(b), (len(a), len(b))
for x, y in zip(a, b):
    assert x == y, (x, y)
PY
}

case_jsonl() {
	chain >f
	status 0 leat-store --in f one.jsonl
	for sink in a.jsonl a.jsonl.gz a.jsonl.zst parts.jsonl.gz/; do
		status 0 leat-store --in f $sink
		leat-ingest --quiet "${sink%/}" | leat-store --quiet b.jsonl || fail "$sink"
		compare one.jsonl b.jsonl id url fetched mime text title author site published lang lang_score headings cut captions
		rm b.jsonl*
	done
	# Through an archive and a database, and with every field.
	leat-store --quiet --in f a.leat && leat-replay --quiet a.leat | leat-store --quiet c.jsonl c.db || fail "replay"
	status 0 leat diff one.jsonl a.leat
	status 0 leat diff c.jsonl one.jsonl
	! leat-store --version | grep -q sqlite || status 0 leat diff c.db one.jsonl
}

case_schemas() {
	chain >f
	status 0 leat-store --in f one.jsonl
	for schema in datatrove dolma fineweb; do
		status 0 leat-store --in f $schema.jsonl --schema $schema
		leat-ingest --quiet $schema.jsonl | leat-store --quiet b.jsonl || fail "$schema"
		# FineWeb's columns are never absent: what has no address has an empty one.
		compare one.jsonl b.jsonl id text $([ $schema = fineweb ] || echo url)
		rm b.jsonl*
	done
}

case_wet_and_texts() {
	chain >f
	status 0 leat-store --in f one.jsonl a.wet a.wet.gz a.txt/
	for wet in a.wet a.wet.gz; do
		leat-ingest --quiet $wet | leat-normalize --quiet | leat-store --quiet b.jsonl || fail "$wet"
		compare one.jsonl b.jsonl text --title
		same "$(wc -l <b.jsonl)" "$(wc -l <one.jsonl)"
		rm b.jsonl*
	done
	rm a.txt/leat.tsv
	leat-ingest --quiet a.txt | leat-normalize --quiet | leat-store --quiet b.jsonl || fail "texts"
	compare one.jsonl b.jsonl text
}

case_older_and_newer_schemas() {
	"$MAKE" >f
	leat-store --version | grep -q sqlite && {
		status 0 leat-store --in f a.db
		for version in 0 2; do
			sqlite3 a.db "PRAGMA user_version = $version"
			status 78 leat-store --in f a.db
			holds err "a.db: has schema version $version, this program writes 1"
		done
	}
	status 0 leat-store --in f a.jsonl
	# A journal of another kind of sink.
	mkdir b.jsonl && cp a.jsonl.journal b.jsonl.journal
	status 78 leat-store --in f b.jsonl/
	holds err "b.jsonl.journal: is no journal of this version"
	# Frames of a newer version.
	status 0 leat-store --in f a.leat --codec none
	python3 -c 'import sys; b = open("a.leat", "rb").read(); open("a.leat", "wb").write(b.replace(b"LEAT\1", b"LEAT\2"))'
	for program in "leat-store --in f a.leat" "leat-replay a.leat" "leat compact a.leat" "leat verify a.leat"; do
		status 78 $program
		holds err "a.leat"
	done
}

# By the index: of an archive whose other frames are nothing but zeros, one stream is read without a word.
case_seek() {
	leat-store --version | grep -q sqlite || skip "built without SQLite"
	"$MAKE" streams=200 frames=5 records=20 bytes=3000 >f
	status 0 leat-store --in f a.leat one.db --codec none
	stream=$(sqlite3 one.db 'SELECT stream FROM frames WHERE frame = 900')
	leat-replay --quiet a.leat --streams "$stream" | leat-store --quiet - >want
	same "$(wc -l <want)" 100
	python3 - "$stream" <<'PY'
import struct, sys
data = bytearray(open("a.leat", "rb").read())
first, = struct.unpack_from("<Q", data, len(data) - 16)
at = data.index(b"LEAT\1\2")
while at < first:
    length = 80 + struct.unpack_from("<I", data, at + 72)[0]
    if data[at + 5] == 2 and "%016x" % struct.unpack_from("<Q", data, at + 8)[0] != sys.argv[1]:
        data[at:at + length] = bytes(length)
    at += length
open("b.leat", "wb").write(data)
PY
	status 0 leat-replay b.leat --streams "$stream" --out r.leat
	lacks err damaged
	leat-replay --quiet r.leat | leat-store --quiet - | cmp -s - want || fail "other records"
}

run_cases
