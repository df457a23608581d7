#!/bin/bash
# leat-store: what is stored, what is refused, and what a crash leaves behind.
. "$(dirname "$0")/lib.sh"
MAKE=$ROOT/${B:-build}/tests/e2e/bin/make_flow
FRAMES=$ROOT/${B:-build}/tests/e2e/bin/jsonl_frames

flow() { "$MAKE" streams=3 frames=4 records=10 drop=7 reject=9 "$@"; }
have_sqlite() { leat-store --version | grep -qi sqlite && command -v sqlite3 >/dev/null || skip "no SQLite here"; }
sql() { sqlite3 -batch corpus.db "$1"; }
# lines FILE...: how many lines, also of gzip.
lines() { local n=0 f; for f; do n=$((n + $(gzip -cdf "$f" | wc -l))); done; echo "$n"; }
# The kept records of any sink, sorted.
kept() {
	case $1 in
	*.db) sqlite3 -batch "$1" "SELECT id FROM documents" | sort ;;
	*.jsonl | *.jsonl.gz) gzip -cdf "$1" | sed 's/.*"id":"\([^"]*\)".*/\1/' | sort ;;
	*.leat) leat-replay "$1" 2>/dev/null | leat-store - 2>/dev/null | sed 's/.*"id":"\([^"]*\)".*/\1/' | sort ;;
	esac
}
sinks() { echo corpus.jsonl corpus.jsonl.gz corpus.leat; command -v sqlite3 >/dev/null && echo corpus.db; }

case_again_stores_nothing_twice() {
	flow >f
	for sink in $(sinks); do
		status 0 leat-store --in f "$sink"
		kept "$sink" >first
		same "$(wc -l <first)" 93 "$sink"
		cp "$sink" before
		status 0 leat-store --in f "$sink"
		holds err "12 frames with 120 records were stored already"
		kept "$sink" | cmp -s - first || fail "$sink changed"
		case $sink in *.db) ;; *) cmp -s "$sink" before || fail "$sink was written to" ;; esac
	done
}

case_counts_add_up() {
	have_sqlite
	flow >f
	status 0 leat-store --in f corpus.db
	same "$(sql 'SELECT * FROM counts')" "120|93|15|12"
	same "$(sql 'SELECT count(*) FROM documents')" 93
	same "$(sql 'SELECT count(*), count(reason) FROM dropped')" "15|15"
	same "$(sql 'SELECT count(*), count(reason), min(length(record)) > 0 FROM rejects')" "12|12|1"
	same "$(sql "SELECT count(*) > 5 FROM search WHERE search MATCH '\"中国 国人\"'")" 1
	same "$(sql 'PRAGMA integrity_check')" ok
}

case_jsonl_beside() {
	flow >f
	status 0 leat-store --in f corpus.jsonl
	same "$(lines corpus.jsonl)" 93
	same "$(lines corpus.jsonl.dropped.jsonl)" 15
	same "$(lines corpus.jsonl.rejects.jsonl)" 12
	holds corpus.jsonl.rejects.jsonl '"reject_length":'
	status 0 leat-store --in f other.jsonl --dropped d --rejects r
	cmp -s d corpus.jsonl.dropped.jsonl && cmp -s r corpus.jsonl.rejects.jsonl || fail "other files differ"
}

case_stdout() {
	flow >f
	status 0 leat-store --in f -
	same "$(wc -l <out)" 93
	same "$(grep -c 'some records were rejected' err)" 1
}

case_option_changed() {
	flow recipe='maker/1 | extract/2 favor=recall' >f
	flow recipe='maker/1 | extract/2 favor=recall keep-body=yes' >g
	for sink in $(sinks); do
		status 0 leat-store --in f "$sink"
		kept "$sink" >first
		status 78 leat-store --in g "$sink"
		same "$(grep -c 'is refused' err)" 3 "$sink"
		holds err "file0.txt: extract: --keep-body was off, is on"
		kept "$sink" | cmp -s - first || fail "$sink changed"
	done
}

case_versions_and_chains() {
	flow recipe='a/1 | b/1 x=1' >f
	status 0 leat-store --in f corpus.leat
	flow recipe='a/1 | b/2' >g
	status 78 leat-store --in g corpus.leat
	holds err "b: its version was 1, is 2; b: --x was 1, is the default"
	flow recipe='a/1 | c/1' >g
	status 78 leat-store --in g corpus.leat
	holds err "the chain was a | b, is a | c"
}

case_refused_stream_alone() {
	flow >f
	# Streams 2 (another content), 3 and 4.
	flow first=2 salt=5 >g
	for sink in $(sinks); do
		status 0 leat-store --in f "$sink"
		status 78 leat-store --in g "$sink"
		holds err "file2.txt: the file has changed since it was stored"
		same "$(kept "$sink" | wc -l)" 155 "$sink"
		kept "$sink" | sort | uniq -d | grep -q . && fail "$sink holds something twice"
	done
	return 0
}

case_grown_file() {
	flow >f
	flow last=700 >g
	for sink in $(sinks); do
		status 0 leat-store --in f "$sink"
		status 78 leat-store --in g "$sink"
		holds err "leat-ingest --grown continue --state DIR"
	done
}

case_replace() {
	have_sqlite
	flow >f
	flow recipe=maker/2 frames=2 salt=3 >g
	status 0 leat-store --in f corpus.db
	status 0 leat-store --in g corpus.db --replace
	same "$(sql 'SELECT * FROM counts')" "60|48|6|6"
	same "$(sql 'SELECT count(*) FROM documents')" 48
	same "$(sql 'SELECT count(*) FROM frames')" 6
	same "$(sql "SELECT count(*) FROM search WHERE search MATCH 'headline'")" 48
	status 0 leat-store --in g corpus.db --replace
	holds err "were stored already"
	for sink in x.leat x.jsonl -; do
		status 2 leat-store --in g "$sink" --replace
	done
}

case_usage() {
	flow >f
	status 2 leat-store --in f
	status 2 leat-store --in f corpus.xyz
	status 0 leat-store --in f corpus.xyz --as jsonl
	status 2 leat-store --in f corpus.db --rejects r
}

case_strangers() {
	flow >f
	echo "some text, not ours" >corpus.leat
	status 65 leat-store --in f corpus.leat
	echo '{"id":1}' >corpus.jsonl
	status 78 leat-store --in f corpus.jsonl
	same "$(cat corpus.jsonl)" '{"id":1}'
	have_sqlite
	head -c 5000 /dev/urandom >corpus.db
	status 65 leat-store --in f corpus.db
	rm corpus.db
	sqlite3 corpus.db 'CREATE TABLE mine(x)'
	status 78 leat-store --in f corpus.db
	holds err "another program"
}

case_journal_is_bound() {
	flow >f
	status 0 leat-store --in f corpus.jsonl
	cp corpus.jsonl copy
	mv copy corpus.jsonl
	status 78 leat-store --in f corpus.jsonl
	holds err "was replaced"
	rm corpus.jsonl
	status 78 leat-store --in f corpus.jsonl
	holds err "was removed"
	status 0 leat-store --in f other.jsonl
	truncate -s 100 other.jsonl
	status 78 leat-store --in f other.jsonl
	holds err "was cut"
}

case_dedup_without_state() {
	flow announce=dedup_state:none >f
	flow announce=dedup_state:none first=3 >g
	for sink in $(sinks); do
		status 0 leat-store --in f "$sink"
		lacks err "leat-dedup did not know"
		status 0 leat-store --in f "$sink"
		lacks err "leat-dedup did not know"
		status 0 leat-store --in g "$sink"
		same "$(grep -c 'leat-dedup did not know' err)" 1 "$sink"
	done
}

case_cut_and_interrupted() {
	flow >whole
	flow cut=1 frames=2 >f
	flow interrupted=1 frames=2 >g
	for sink in $(sinks); do
		status 74 leat-store --in f "$sink"
		same "$(kept "$sink" | wc -l)" 48 "$sink"
		rm -f "$sink"*
		status 75 leat-store --in g "$sink"
		same "$(kept "$sink" | wc -l)" 48 "$sink"
	done
}

case_killed_at_any_time() {
	"$MAKE" streams=40 frames=5 records=20 bytes=2000 >f
	for sink in $(sinks); do
		for ((i = 0; i < 8; i++)); do
			# A share of the flow comes, then the store is killed.
			(head -c $(((i + 1) * 900000)) f; kill -9 "$(cat pid)") |
				(echo $BASHPID >pid; exec leat-store "$sink" 2>/dev/null)
		done
		status 0 leat-store --in f "$sink"
		kept "$sink" >ids
		same "$(wc -l <ids)" 4000 "$sink"
		uniq -d ids | grep -q . && fail "$sink holds something twice"
		[ "$sink" != corpus.db ] || same "$(sql 'PRAGMA integrity_check')" ok
	done
	return 0
}

case_full_disk() {
	"$MAKE" streams=40 frames=5 records=20 bytes=2000 >f
	for sink in $(sinks); do
		sh_status 75 "trap '' XFSZ; ulimit -f 1000; exec leat-store --in f $sink --codec none"
		holds err "$sink"
		status 0 leat-store --in f "$sink"
		kept "$sink" >ids
		same "$(wc -l <ids)" 4000 "$sink"
		uniq -d ids | grep -q . && fail "$sink holds something twice"
	done
	return 0
}

# What is made in one run: nothing under its name until it is whole.
case_full_disk_in_one_run() {
	"$MAKE" streams=40 frames=5 records=20 bytes=2000 >f
	for sink in corpus.parquet corpus.wet corpus.wet.gz; do
		sh_status 75 "trap '' XFSZ; ulimit -f 500; exec leat-store --in f $sink"
		holds err "$sink.part: cannot write"
		[ ! -e $sink ] && [ ! -e $sink.part ] || fail "$sink is left"
		status 0 leat-store --in f $sink
	done
	sh_status 0 "leat-ingest --quiet corpus.wet.gz | leat-store --quiet -"
	same "$(wc -l <out)" 4000
	cmp <(zcat corpus.wet.gz) corpus.wet || fail "they differ"
	# A folder of texts: the text that does not fit is behind some that do.
	for ((i = 0; i < 30; i++)); do echo "{\"id\":\"$i\",\"text\":\"small $i\"}"; done >docs.jsonl
	echo "{\"id\":\"large\",\"text\":\"$(head -c 700000 /dev/zero | tr '\0' x)\"}" >>docs.jsonl
	"$FRAMES" 10 <docs.jsonl >g
	sh_status 75 "trap '' XFSZ; ulimit -f 500; exec leat-store --in g corpus.txt/"
	holds err "000000030.txt: cannot write"
	[ ! -e corpus.txt ] && [ ! -e corpus.txt.part ] || fail "corpus.txt is left"
	status 0 leat-store --in g corpus.txt/
	same "$(grep -c "^[0-9l]" corpus.txt/leat.tsv)" 31
	same "$(find corpus.txt -type f -name '*.txt' | wc -l)" 31
}

case_pipe_closed() {
	"$MAKE" streams=40 frames=5 records=20 bytes=2000 >f
	leat-store --in f - 2>err | head -n 1 >out
	same "$(wc -l <out)" 1
}

case_schemas() {
	command -v python3 >/dev/null || skip "no python3 here"
	flow fetched=2024-05-16 >f
	for schema in datatrove dolma fineweb; do
		status 0 leat-store --in f $schema.jsonl --schema $schema
		same "$(wc -l <$schema.jsonl)" 93
		status 0 leat-store --in f $schema.jsonl --schema $schema
		status 78 leat-store --in f $schema.jsonl
		holds err "--schema"
	done
	python3 - <<-'END' || fail "layout"
	import json
	read = lambda name: [json.loads(line) for line in open(name + ".jsonl")]
	for r in read("datatrove"):
	    assert list(r) == ["text", "id", "metadata"] and r["metadata"]["file_path"] and r["metadata"]["date"]
	for r in read("dolma"):
	    assert {"id", "text", "source", "added", "created", "metadata"} == set(r) and len(r["added"]) == 24, r
	names = ["text", "id", "dump", "url", "date", "file_path", "language", "language_score", "language_script"]
	for r in read("fineweb"):
	    assert list(r) == names and isinstance(r["language_score"], float)
	END
	leat-store --quiet --in f --text-with title - | head -n 1 | grep -q '"text":"Headline 0 of 0\\n\\n' || fail "no title"
}

case_several_sinks() {
	flow >f
	flow first=3 >g
	status 0 leat-store --in f $(sinks)
	for sink in $(sinks); do same "$(kept "$sink" | wc -l)" 93 "$sink"; done
	# One of them knows the frames, the others get them.
	status 0 leat-store --in f corpus.leat new.jsonl
	holds err "corpus.leat: 12 frames"
	same "$(lines new.jsonl)" 93
	status 0 leat-store --in g new.jsonl corpus.leat new.jsonl.gz
	same "$(lines new.jsonl)" 186
	same "$(lines new.jsonl.gz)" 93
	status 2 leat-store --in f a.jsonl a.jsonl
}

case_made_in_one_run() {
	flow >f
	status 0 leat-store --in f a.wet a.wet.gz a.parquet a.txt/
	gzip -cd a.wet.gz | cmp -s - a.wet || fail "gzip"
	same "$(grep -c '^WARC-Type: conversion' a.wet)" 93
	same "$(grep -c . a.txt/leat.tsv)" 93
	same "$(find a.txt -type f -name '*.txt' | wc -l)" 93
	for sink in a.wet a.parquet a.txt/; do status 78 leat-store --in f $sink; done
	holds err "is there already"
	flow cut=1 >g
	left_over() { mkdir -p b.txt.part/000000 && echo old >b.txt.part/000000/old.txt && : >b.txt.part/leat.tsv.part; }
	left_over
	status 74 leat-store --in g b.wet b.parquet b.txt/
	same "$(ls -d b.*)" "" "nothing is left"
	left_over
	status 0 leat-store --in f b.txt/
	diff -r a.txt b.txt || fail "another tree where an older run left a part"
	mkdir c.txt.part && echo mine >c.txt.part/notes
	status 78 leat-store --in f c.txt/
	holds err "c.txt.part: is in the way"
	same "$(cat c.txt.part/notes)" mine
	# The digest is that of the block.
	length=$(sed -n 's/^Content-Length: \([0-9]*\).*/\1/p' a.wet | head -n 1)
	want=$(sed -n 's/^WARC-Block-Digest: sha1:\([A-Z2-7]*\).*/\1/p' a.wet | head -n 1)
	at=$(grep -abn -m1 -P '^\r$' a.wet | cut -d: -f2)
	same "$(tail -c +$((at + 3)) a.wet | head -c "$length" |
		python3 -c 'import base64, hashlib, sys; print(base64.b32encode(hashlib.sha1(sys.stdin.buffer.read()).digest()).decode())')" "$want"
}

case_hostile_names() {
	command -v python3 >/dev/null || skip "no python3 here"
	leat-ingest --help >/dev/null 2>&1 || skip "no leat-ingest"
	mkdir in
	printf '{"id":"1","title":"../../etc/passwd\\n\\u0000","text":"one"}\n{"id":"2","title":"\\u001b[31m/x","text":"two"}\n' >in/a.jsonl
	leat-ingest --quiet in/a.jsonl | leat-store --quiet t.txt/ || fail "store"
	same "$(find t.txt -type f -name '*.txt' | sort | sed 's|.*/||' | tr '\n' ' ')" "000000000-etc-passwd.txt 000000001-31m-x.txt "
	same "$(wc -l <t.txt/leat.tsv)" 2
}

# Read back by a reader that is not ours (hyparquet, from npm).
case_parquet() {
	local modules=$ROOT/build/npm/node_modules
	command -v npm >/dev/null || skip "no npm here"
	[ -d "$modules/hyparquet-compressors" ] ||
		timeout 60 npm install --silent --no-audit --no-fund --prefix "$ROOT/build/npm" hyparquet@1 hyparquet-compressors@1 >/dev/null 2>&1 ||
		skip "npm cannot install hyparquet"
	flow fetched=2024-05-16 bytes=40000 frames=8 >f
	status 0 leat-store --in f a.parquet
	leat-store --quiet --in f --schema fineweb - >want
	ln -s "$modules" node_modules
	cat >read.mjs <<-'END'
	import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet'
	import { compressors } from 'hyparquet-compressors'
	const file = await asyncBufferFromFile('a.parquet')
	for (const row of await parquetReadObjects({ file, compressors }))
	    console.log(JSON.stringify(row))
	END
	node read.mjs | sed 's/"language_score":0,/"language_score":0.0,/' | cmp -s - want || fail "rows differ"
}

run_cases
