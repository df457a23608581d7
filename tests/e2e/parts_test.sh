#!/bin/bash
# JSON lines in parts: by size, by language; complete under their names only, also after a crash.
. "$(dirname "$0")/lib.sh"
MAKE=$ROOT/${B:-build}/tests/e2e/bin/make_flow
FRAMES=$ROOT/${B:-build}/tests/e2e/bin/jsonl_frames

# The lines of a folder's complete parts.
lines() {
	local f
	for f in "$1"/*.jsonl*; do
		case $f in
		*.part) ;;
		*.zst) zstd -qdc "$f" ;;
		*) gzip -qcdf "$f" ;;
		esac
	done
}
sorted() { sed 's/.*"id":"\([^"]*\)".*/\1/' | sort; }
# The manifest agrees with what lies there.
listed() {
	(cd "$1" && tail -n +2 "../$1.manifest.tsv" | while IFS=$'\t' read -r file count bytes; do
		same "$(stat -c %s "$file")" "$bytes" "$file"
		case $file in *.zst) zstd -qdc "$file" ;; *) gzip -qcdf "$file" ;; esac | wc -l | grep -qx "$count" || fail "$file: not $count lines"
	done) || exit 1
	same "$(ls "$1" | sort)" "$(tail -n +2 "$1.manifest.tsv" | cut -f 1 | sort)"
}

case_split() {
	"$MAKE" streams=10 frames=10 records=20 bytes=1000 drop=7 reject=9 >f
	status 0 leat-store --in f one.jsonl
	for suffix in jsonl jsonl.gz jsonl.zst; do
		command -v zstd >/dev/null || [ $suffix != jsonl.zst ] || continue
		status 0 leat-store --in f corpus.$suffix/ --split 100K
		[ "$(ls corpus.$suffix | wc -l)" -ge 3 ] || fail "$(ls corpus.$suffix)"
		listed corpus.$suffix
		lines corpus.$suffix | cmp -s - one.jsonl || fail "other lines in $suffix"
		cmp -s corpus.$suffix.dropped.jsonl one.jsonl.dropped.jsonl || fail "other drops"
		# No part is over the size by more than a frame's lines.
		[ "$(stat -c %s corpus.$suffix/*.$suffix | sort -n | tail -n 1)" -lt 200000 ] || fail "a part is too large"
		ls -l --time-style=full-iso corpus.$suffix >before
		status 0 leat-store --in f corpus.$suffix/ --split 100K
		holds err "were stored already"
		ls -l --time-style=full-iso corpus.$suffix | cmp -s - before || fail "it was written to"
	done
	"$MAKE" streams=1 first=20 frames=1 records=3 >g
	status 0 leat-store --in g corpus.jsonl --split 100K
	listed corpus.jsonl
	same "$(lines corpus.jsonl | wc -l)" $(($(wc -l <one.jsonl) + 3))
}

case_zst_is_one_file_too() {
	command -v zstd >/dev/null || skip "no zstd here"
	"$MAKE" streams=3 frames=4 records=10 >f
	status 0 leat-store --in f corpus.jsonl.zst one.jsonl
	zstd -qdc corpus.jsonl.zst | cmp -s - one.jsonl || fail "other lines"
	status 0 leat-store --in f corpus.jsonl.zst
	holds err "were stored already"
}

documents() {
	cat <<'JSONL'
{"id":"1","lang":"nb","text":"En ferge."}
{"id":"2","lang":"en","text":"A ferry."}
{"id":"3","text":"???"}
{"id":"4","lang":"../../etc/x","text":"evil"}
{"id":"5","lang":"zh-Hant","text":"渡輪"}
{"id":"6","lang":"nb","text":"To ferger.","drop":{"stage":"dedup","reason":"near"}}
{"id":"7","lang":"en","text":"Two\nferries."}
{"id":"8","lang":"","text":"empty"}
{"id":"9","lang":"a-very-long-name-of-a-language-that-nobody-speaks","text":"long"}
{"id":"10","lang":".","text":"dot"}
JSONL
}

case_by_lang() {
	documents | "$FRAMES" 3 >f
	status 0 leat-store --in f corpus.jsonl/ --by lang
	same "$(ls corpus.jsonl | tr '\n' ' ')" "en-00000.jsonl nb-00000.jsonl other-00000.jsonl und-00000.jsonl zh-Hant-00000.jsonl "
	listed corpus.jsonl
	same "$(sorted <corpus.jsonl/en-00000.jsonl | tr '\n' ' ')" "2 7 "
	same "$(sorted <corpus.jsonl/other-00000.jsonl | tr '\n' ' ')" "10 4 9 "
	same "$(sorted <corpus.jsonl/und-00000.jsonl | tr '\n' ' ')" "3 8 "
	# Another layout in one folder is refused.
	status 78 leat-store --in f corpus.jsonl/
	holds err "another --schema, --text-with or --by"
	for ((i = 0; i < 300; i++)); do echo "{\"id\":\"$i\",\"lang\":\"x-$i\",\"text\":\"t\"}"; done | "$FRAMES" 100 >g
	status 0 leat-store --in g many.jsonl/ --by lang
	same "$(ls many.jsonl | wc -l)" 251
	same "$(wc -l <many.jsonl/other-00000.jsonl)" 50
	listed many.jsonl
}

case_interrupted_goes_on() {
	"$MAKE" streams=3 frames=4 records=10 bytes=1000 >f
	"$MAKE" streams=3 frames=2 records=10 bytes=1000 last=1000 interrupted=1 >g
	status 75 leat-store --in g corpus.jsonl/ --split 40K
	ls corpus.jsonl | grep -q '\.part$' || fail "nothing is open: $(ls corpus.jsonl)"
	ls corpus.jsonl | grep -q '\.jsonl$' || fail "nothing is complete: $(ls corpus.jsonl)"
	status 0 leat-store --in f corpus.jsonl/ --split 40K
	listed corpus.jsonl
	status 0 leat-store --in f one.jsonl
	same "$(lines corpus.jsonl | sorted | md5sum)" "$(sorted <one.jsonl | md5sum)"
	# All was stored, but not ended: a whole flow without anything new completes it.
	rm -r corpus.jsonl*
	"$MAKE" streams=3 frames=4 records=10 bytes=1000 interrupted=1 >h
	status 75 leat-store --in h corpus.jsonl/
	same "$(ls corpus.jsonl)" 00000.jsonl.part
	status 0 leat-store --in f corpus.jsonl/ --on-complete 'echo {} >>log'
	listed corpus.jsonl
	same "$(cat log)" corpus.jsonl/00000.jsonl
	status 0 leat-store --in f corpus.jsonl/ --on-complete 'echo {} >>log'
	same "$(wc -l <log)" 1
}

case_on_complete() {
	"$MAKE" streams=10 frames=4 records=10 bytes=1000 >f
	status 0 leat-store --in f "it's.jsonl/" --split 50K --on-complete 'test -s {} && basename {} >>log; echo said; cat'
	same "$(sort log)" "$(ls "it's.jsonl")"
	same "$(wc -c <out)" 0
	holds err said
	# One that fails ends the store, and runs again.
	status 1 leat-store --in f corpus.jsonl/ --split 50K --on-complete 'echo {} >>tries; test -e ok'
	holds err "--on-complete: echo 'corpus.jsonl/00000.jsonl' >>tries; test -e ok: exit status 1"
	status 1 leat-store --in f corpus.jsonl/ --split 50K --on-complete 'echo {} >>tries; test -e ok'
	same "$(sort -u tries)" corpus.jsonl/00000.jsonl
	touch ok
	status 0 leat-store --in f corpus.jsonl/ --split 50K --on-complete 'echo {} >>tries; test -e ok'
	listed corpus.jsonl
	same "$(sort -u tries)" "$(ls corpus.jsonl/*.jsonl)"
	same "$(lines corpus.jsonl | sorted | uniq -d | wc -l)" 0
	same "$(lines corpus.jsonl | wc -l)" 400
	wc -l <tries >before
	status 0 leat-store --in f corpus.jsonl/ --split 50K --on-complete 'echo {} >>tries'
	same "$(wc -l <tries)" "$(cat before)"
	for sink in x.parquet x.wet.gz x.txt/; do
		status 0 leat-store --in f $sink --on-complete 'test -e {} && echo {} >>whole'
	done
	same "$(tr '\n' ' ' <whole)" "x.parquet x.wet.gz x.txt/ "
}

case_killed_at_any_time() {
	"$MAKE" streams=40 frames=5 records=20 bytes=2000 >f
	for ((i = 0; i < 8; i++)); do
		(head -c $(((i + 1) * 900000)) f; kill -9 "$(cat pid)") |
			(echo $BASHPID >pid; exec leat-store corpus.jsonl.gz/ --split 100K --on-complete 'echo {} >>log' 2>/dev/null)
	done
	status 0 leat-store --in f corpus.jsonl.gz/ --split 100K --on-complete 'echo {} >>log'
	listed corpus.jsonl.gz
	lines corpus.jsonl.gz | sorted >ids
	same "$(wc -l <ids)" 4000
	uniq -d ids | grep -q . && fail "something is there twice"
	same "$(sort -u log)" "$(ls corpus.jsonl.gz/*.gz)"
}

# Killed between the COMMIT that says so and the name: the command stands for that moment.
case_killed_while_completing() {
	"$MAKE" streams=3 frames=4 records=10 bytes=1000 >f
	sh_status 137 "leat-store --in f corpus.jsonl/ --split 50K --on-complete 'kill -9 \$PPID'"
	[ -e corpus.jsonl/00000.jsonl ] || fail "no part has its name: $(ls corpus.jsonl)"
	mv corpus.jsonl/00000.jsonl corpus.jsonl/00000.jsonl.part
	rm corpus.jsonl.manifest.tsv
	status 0 leat-store --in f corpus.jsonl/ --split 50K --on-complete 'echo {} >>log'
	listed corpus.jsonl
	same "$(lines corpus.jsonl | sorted | uniq | wc -l)" 120
	same "$(lines corpus.jsonl | wc -l)" 120
	same "$(sort log)" "$(ls corpus.jsonl/*.jsonl)"
}

case_full_disk() {
	"$MAKE" streams=40 frames=5 records=20 bytes=2000 >f
	sh_status 75 "trap '' XFSZ; ulimit -f 1000; exec leat-store --in f corpus.jsonl/ --split 2M"
	status 0 leat-store --in f corpus.jsonl/ --split 2M
	listed corpus.jsonl
	same "$(lines corpus.jsonl | sorted | uniq | wc -l)" 4000
	same "$(lines corpus.jsonl | wc -l)" 4000
}

case_bound_and_usage() {
	"$MAKE" streams=3 frames=4 records=10 interrupted=1 >f
	status 2 leat-store --in f corpus.jsonl --split 1M
	holds err "give its name with a '/' at the end"
	status 2 leat-store --in f corpus.db --split 1M
	status 2 leat-store --in f corpus.leat --on-complete true
	status 2 leat-store --in f corpus.jsonl/ --by site
	status 75 leat-store --in f corpus.jsonl/
	cp corpus.jsonl/00000.jsonl.part x
	mv x corpus.jsonl/00000.jsonl.part
	status 78 leat-store --in f corpus.jsonl/
	holds err "00000.jsonl.part: was replaced"
	rm corpus.jsonl.*
	status 78 leat-store --in f corpus.jsonl/
	holds err "without its journal"
	[ -s corpus.jsonl/00000.jsonl.part ] || fail "it was taken away"
}

run_cases
