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

hostile() {
	python3 - <<'PY'
import json
rows = [
    dict(id="nul", title="t\0u", text="a\0b"), dict(id="empty", text=""), dict(id="one", text="x"),
    dict(id="lines", text="a\u2028b\u2029c\u0085d\re\r\nf\vg\fh", url="http://h.example/\"a\nb'c\t"),
    dict(id="rtl", title="\u202eRTL", text="\u202e\u05d0\u05d1 \U0001f600\U0010ffff e\u0301 \ufeff"),
    dict(id="dates", text="d", fetched="not a date", published="2024-13-45"),
    dict(id="</script><img src=x>", text="<b>&amp;\x1b[31m\x07\x7f"), dict(id="../../etc/passwd", title="../../..", text="p"),
    dict(id="ints", text="i", low=-2**63, high=2**64 - 1, over=2**64, under=-2**63 - 1, huge=10**40, zero=-0.0),
    dict(id="deep", text="d", x=json.loads("[" * 31 + "]" * 31)), dict(id="many", text="m", **{"k%d" % i: i for i in range(2000)}),
    dict(id="large", text="".join("\u00e6 %d\n" % i for i in range(1000000))), dict(id="x" * 3000, text="long id"), dict(id="\u65e5\u672c", text="\u65e5\u672c"),
]
for r in rows:
    print(json.dumps(r))
print('{"id":"lone","text":"a\\ud800b\\udc00c"}')
PY
}

# What every format holds of texts that are made to break one. As it stands: NUL, any control character, any
# line separator; integers over 64 bits are the text of their digits; a lone surrogate is U+FFFD.
case_hostile() {
	hostile >in.jsonl
	leat-ingest --quiet in.jsonl >f || fail "ingest"
	sinks="a.jsonl a.jsonl.zst a.leat a.txt/ a.wet.gz"
	! leat-store --version | grep -q sqlite || sinks+=" a.db"
	# shellcheck disable=SC2086
	status 0 leat-store --in f $sinks
	python3 - <<'PY' || fail "JSON lines"
import json
ints = ("over", "under", "huge")
want = {r["id"]: r for r in map(json.loads, open("in.jsonl"))}
want["lone"]["text"] = "a\ufffdb\ufffdc"
got = {r["id"]: r for r in map(json.loads, open("a.jsonl"))}
assert set(got) == set(want), set(got) ^ set(want)
for id, r in want.items():
    for k, v in r.items():
        if k in ints:
            v = str(v)
        if k == "fetched":
            k = "given_fetched"
        assert got[id].get(k) == v, (id, k, v, got[id].get(k))
PY
	for sink in a.jsonl a.jsonl.zst a.leat; do
		if [ $sink = a.leat ]; then leat-replay --quiet a.leat; else leat-ingest --quiet $sink; fi | leat-store --quiet b.jsonl || fail "$sink"
		compare a.jsonl b.jsonl id url title text published low high over under huge zero x k0 k1999
		rm b.jsonl*
	done
	case $sinks in *a.db*) status 0 leat diff a.db a.jsonl ;; esac
	for schema in datatrove dolma fineweb; do
		status 0 leat-store --in f $schema.jsonl --schema $schema
		leat-ingest --quiet $schema.jsonl | leat-store --quiet b.jsonl || fail "$schema"
		compare a.jsonl b.jsonl id text
		rm b.jsonl*
	done
	zcat a.wet.gz | python3 -c '
import sys, json
data, texts, at = sys.stdin.buffer.read(), [], 0
while at < len(data):
    head = data.index(b"\r\n\r\n", at)
    length = int([l for l in data[at:head].split(b"\r\n") if l.startswith(b"Content-Length")][0].split()[1])
    texts.append(data[head + 4:head + 4 + length].decode()); at = head + 4 + length + 4
want = [(r["title"] + "\n" if r.get("title") else "") + r["text"] for r in map(json.loads, open("a.jsonl"))]
assert texts == want' || fail "WET"
	python3 - <<'PY' || fail "texts"
import json
rows = [l.split("\t") for l in open("a.txt/leat.tsv", newline="\n").read().split("\n")[:-1]]
want = list(map(json.loads, open("a.jsonl")))
files = [r for r in rows if r[1].endswith(".txt")]
assert len(files) == len(want), (len(files), len(want))
for row, r in zip(files, want):
    assert ".." not in row[1] and open("a.txt/" + row[1], newline="").read() == r["text"] + "\n", row
PY
	# As deep as a record can be, and deeper: never a frame that the next program does not take.
	for n in 29 30 31 32; do
		for line in '"x":@' '"metadata":{"x":@}'; do
			value=$(printf "[%.0s" $(seq $n))1$(printf "]%.0s" $(seq $n))
			echo "{\"id\":\"d\",\"text\":\"d\",${line/@/$value}}"
		done
	done >depths.jsonl
	sh_status 0 'leat-ingest depths.jsonl --stats s.json | leat-store --quiet -'
	same "$(wc -l <out) $(grep -c '\[1\]' out)" "7 5"
	holds s.json '"json":3'
	# More than a record can hold is said, with the line.
	printf '{"id":"deep","text":"d","x":%s}\n' "$(printf '[%.0s' {1..500})$(printf ']%.0s' {1..500})" >bad.jsonl
	python3 -c 'import json; print(json.dumps(dict([("text", "m")] + [("k%d" % i, i) for i in range(70000)])))' >>bad.jsonl
	echo '{"id":"inf","text":"i","x":1e400}' >>bad.jsonl
	sh_status 0 'leat-ingest bad.jsonl --stats s.json | leat-store --quiet -'
	holds err "line 1: no JSON object, or one nested deeper than 32"
	holds s.json '"json":3'
	same "$(wc -l <out)" 1
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
