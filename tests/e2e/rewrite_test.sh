#!/bin/bash
# leat compact and leat forget: archives made anew, at any moment whole; what was forgotten stays away.
. "$(dirname "$0")/lib.sh"
MAKE=$ROOT/${B:-build}/tests/e2e/bin/make_flow
FRAMES=$ROOT/${B:-build}/tests/e2e/bin/jsonl_frames

flow() { "$MAKE" streams=3 frames=4 records=10 drop=7 reject=9 bytes=2000 "$@"; }
# What a file or folder replays as: kept records with their text, and the counts of the others.
replayed() {
	leat-replay "$1" --quiet | leat-store --quiet x.jsonl && cat x.jsonl x.jsonl.rejects.jsonl x.jsonl.dropped.jsonl | md5sum
	rm -f x.jsonl*
}
# Counts of an archive.
counts() { leat stat "$1" --json | python3 -c 'import json,sys; s = json.load(sys.stdin); print(s["flows"], s["frames"])'; }

case_compact_keeps_all_but_dropped_text() {
	flow >f
	status 0 leat-store --in f a.leat
	replayed a.leat >before
	size=$(stat -c %s a.leat)
	chmod 640 a.leat
	touch -d 2020-01-02 a.leat
	status 0 leat compact a.leat
	holds out "texts of dropped records taken out"
	lacks out " 0 texts"
	[ "$(stat -c %s a.leat)" -lt $((size * 3 / 4)) ] || fail "not smaller: $(stat -c %s a.leat) of $size"
	same "$(stat -c '%a %y' a.leat | cut -c 1-14)" "640 2020-01-02"
	same "$(replayed a.leat)" "$(cat before)"
	status 0 leat verify a.leat
	status 0 leat compact a.leat
	holds out "is compact"
	# It goes on as an archive: what it holds is known, and more can come.
	status 0 leat-store --in f a.leat
	holds err "12 frames with 120 records were stored already"
	flow first=3 >g
	status 0 leat-store --in g a.leat
	sh_status 0 "leat-store --in a.leat b.leat"
	same "$(leat-replay b.leat --quiet | leat-store --quiet - | wc -l)" 186
}

case_compact_keeps_flows() {
	flow >f
	flow interrupted=1 frames=2 first=5 recipe=other/1 >g
	flow first=9 >h
	status 0 leat-store --in f a.leat
	status 75 leat-store --in g a.leat
	status 0 leat-store --in h a.leat
	cp a.leat b.leat
	status 0 leat compact b.leat --codec zlib --level 12
	same "$(counts b.leat)" "$(counts a.leat)"
	# Interrupted once: said by both.
	sh_status 75 "leat-store --in a.leat c.leat"
	sh_status 75 "leat-store --in b.leat d.leat"
	# What was interrupted goes on where it ended.
	flow interrupted=1 frames=2 last=1000 >i
	status 75 leat-store --in i e.leat
	status 0 leat compact e.leat
	flow >f
	status 0 leat-store --in f e.leat
	sh_status 0 "leat-store --in e.leat k.leat"
}

case_compact_killed_at_any_time() {
	"$MAKE" streams=20 frames=20 records=10 bytes=4000 drop=3 >f
	leat-store --quiet --in f a.leat || fail store
	replayed a.leat >before
	kills=0
	for ((i = 0; i < 12; i++)); do
		cp a.leat b.leat
		leat compact b.leat >/dev/null 2>&1 &
		pid=$!
		until_true 20 grown $((i * 40000)) $pid
		kill -9 $pid 2>/dev/null
		wait $pid 2>/dev/null
		[ $? = 137 ] && kills=$((kills + 1))
		status 0 leat verify b.leat
		same "$(replayed b.leat)" "$(cat before)"
	done
	[ $kills -ge 4 ] || fail "killed $kills times only"
	# What a killed one left behind goes with the next.
	status 0 leat compact b.leat
	[ ! -e b.leat.part ] || fail "b.leat.part is left"
}
# The new file has so many bytes, or the program has ended.
grown() { [ "$(stat -c %s b.leat.part 2>/dev/null || echo 0)" -ge "$1" ] && [ -e b.leat.part ] || ! kill -0 "$2" 2>/dev/null; }

case_compact_leaves_a_writer_alone() {
	flow >f
	mkfifo pipe
	leat-store --quiet --in pipe a.leat/ &
	exec 3>pipe
	head -c 60000 f >&3
	until_true 10 test -s a.leat/00000001.leat
	cp f a.leat/00000000.leat
	status 75 leat compact a.leat
	holds err "another program is writing it"
	holds out "00000000.leat: "
	status 75 leat forget a.leat --ids nobody
	tail -c +60001 f >&3
	exec 3>&-
	wait
	status 0 leat compact a.leat
	status 1 leat compact nosuch.leat
	[ ! -e nosuch.leat ] || fail "it was made"
	status 2 leat compact a.leat --codec zlib --level 13
}

case_compact_of_a_damaged_file() {
	flow >f
	status 0 leat-store --in f a.leat --codec none
	printf '\377' | dd of=a.leat bs=1 seek=30000 conv=notrunc 2>/dev/null
	cp a.leat b.leat
	status 65 leat compact a.leat
	holds err "a.leat: byte "
	cmp -s a.leat b.leat || fail "it was written to"
	[ ! -e a.leat.part ] || fail "a.leat.part is left"
}

case_full_disk() {
	"$MAKE" streams=40 frames=5 records=20 bytes=2000 drop=3 >f
	leat-store --quiet --in f a.leat --codec none || fail store
	cp a.leat b.leat
	sh_status 75 "trap '' XFSZ; ulimit -f 100; exec leat compact a.leat"
	holds err "a.leat.part: cannot write"
	cmp -s a.leat b.leat || fail "it was written to"
	[ ! -e a.leat.part ] || fail "a.leat.part is left"
	id=$(leat cat a.leat --fields id | sed -n '500s/.*:"\(.*\)"}/\1/p')
	sh_status 75 "trap '' XFSZ; ulimit -f 100; exec leat forget a.leat --ids '$id'"
	cmp -s a.leat b.leat || fail "it was written to"
	status 0 leat forget a.leat --ids "$id"
	holds out "1 documents forgotten"
}

documents() {
	cat <<'JSONL'
{"id":"1","url":"http://a.example/x","site":"A","lang":"nb","title":"Ferga går","text":"Den nye ferga går hver halvtime over fjorden."}
{"id":"2","url":"http://b.example/","lang":"en","title":"The ferry","text":"The new ferry leaves.","dup":{"kind":"translated","of":"1","score":0.91}}
{"id":"3","url":"http://c.example/","lang":"nb","title":"Ferga gaar","text":"Den nye ferga.","dup":{"kind":"exact","of":"1","score":1.0},"drop":{"stage":"dedup","reason":"exact"}}
{"id":"4","url":"http://sub.d.example/p?utm_source=x","title":"東京の水車","text":"水車は川の水で回ります。"}
{"id":"5","url":"http://d.example/q","title":"bad","body":"secret bytes","reject":{"stage":"normalize","reason":"charset"}}
{"id":"6","url":"http://xd.example/","title":"stays","text":"Another mill entirely."}
JSONL
}

forgotten_from() { # SINK
	status 0 leat forget "$1" --urls 'HTTP://A.example:80/x#top' --hosts d.example
	holds out "3 documents forgotten; 2 others were copies of them"
	status 0 leat forget "$1" --urls 'http://a.example/x'
	holds out "0 documents forgotten"
	same "$(wc -l <"$1.deny")" 2
	lacks "$1.deny" example
	grep -raqE 'a\.example|d\.example/q|sub\.d|secret bytes|Ferga går|halvtime|水車' "$1" && fail "$1 still holds it"
	return 0
}

case_forget_archive() {
	documents | "$FRAMES" 2 >f
	for codec in none zstd; do
		status 0 leat-store --in f $codec.leat --codec $codec
		forgotten_from $codec.leat
		status 0 leat verify $codec.leat
		leat-replay $codec.leat --quiet | leat-store --quiet $codec.jsonl || fail replay
		same "$(grep -o '"id":"[^"]*"' $codec.jsonl | tr -d '\n')" '"id":"2""id":"6"'
		same "$(grep -c '"drop":{"stage":"forget","reason":"forgotten"}}' $codec.jsonl.dropped.jsonl)" 3
		holds $codec.jsonl '"dup":{"kind":"translated","score":0.91}'
		# The names of frames are as they were.
		status 0 leat-store --in f $codec.leat
		holds err "3 frames with 6 records were stored already"
	done
}

case_forget_folder() {
	documents | "$FRAMES" 1 >f
	status 0 leat-store --in f a.leat/ --segment-size 1
	before=$(ls a.leat | wc -l)
	status 0 leat forget a.leat/ --ids 1
	holds out "1 documents forgotten; 2 others"
	same "$(ls a.leat | wc -l)" "$before"
	[ -s a.leat.deny ] || fail "no deny list beside the folder"
	same "$(leat-replay a.leat --quiet | leat-store --quiet - | wc -l)" 3
}

case_forget_corpus() {
	leat-store --version | grep -q sqlite || skip "built without SQLite"
	documents | "$FRAMES" 2 >f
	status 0 leat-store --in f corpus.db
	forgotten_from corpus.db
	same "$(sqlite3 corpus.db 'SELECT * FROM counts')" "6|2|4|0"
	same "$(sqlite3 corpus.db 'SELECT count(*), (SELECT count(*) FROM dropped), (SELECT count(*) FROM rejects) FROM documents')" "2|4|0"
	same "$(sqlite3 corpus.db "SELECT count(*) FROM dropped WHERE stage = 'forget' AND id IS NULL")" 3
	same "$(sqlite3 corpus.db "SELECT count(*) FROM documents WHERE dup_of IS NOT NULL OR rest LIKE '%\"of\"%'")" 0
	status 0 leat search corpus.db ferga
	lacks out Ferga
	status 0 leat search corpus.db 水車
	lacks out 水
	status 0 leat search corpus.db mill
	holds out stays
	same "$(sqlite3 corpus.db 'PRAGMA integrity_check')" ok
	same "$(sqlite3 corpus.db "INSERT INTO search(search) VALUES('integrity-check')" 2>&1)" ""
	status 0 leat clusters corpus.db
	same "$(wc -c <out)" 0
}

case_forgotten_does_not_return() {
	documents | "$FRAMES" 2 >f
	status 0 leat-store --in f a.leat
	status 0 leat forget a.leat --ids 1 --hosts d.example
	mv a.leat.deny list
	# The same documents come to sinks that have forgotten them.
	sinks="a.leat a.jsonl"
	leat-store --version | grep -q sqlite && sinks+=" a.db"
	for sink in $sinks; do
		cp list fresh-$sink.deny
		status 0 leat-store --in f fresh-$sink --stats s.json --jobs 2
		python3 - <<'PY' || fail "statistics"
import json
s = json.load(open("s.json"))
assert s["in"] == s["kept"] + sum(s["dropped"].values()) + s["rejected"], s
assert s["dropped"]["forgotten"] == 2 and s["kept"] == 2, s
PY
		grep -raqE 'a\.example|d\.example/q|secret bytes|halvtime|水車' fresh-$sink* && fail "it is back in $sink"
	done
	same "$(leat-replay fresh-a.leat --quiet | leat-store --quiet - | wc -l)" 2
	cp list both.leat.deny
	status 0 leat-store --in f both.leat both.jsonl --codec none
	same "$(wc -l <both.jsonl)" 2
	status 0 leat verify both.leat
	holds err "2 duplicates name a document (dup.of) that is not there: 3 were forgotten"
	echo nonsense >a.leat.deny
	status 78 leat-store --in f a.leat
	holds err "a.leat.deny: is no deny list"
}

case_forgotten_does_not_return_over_a_link() {
	leat-store --version | grep -q libzmq || skip "built without ZeroMQ"
	documents | "$FRAMES" 2 >f
	status 0 leat-store --in f a.leat
	status 0 leat forget a.leat --ids 1 --hosts d.example
	mv a.leat.deny b.leat.deny
	leat-replay --quiet f --state s.replay --out "bind:ipc://$PWD/up" &
	status 0 leat-store b.leat --state s.store --in "connect:ipc://$PWD/up"
	wait $! || fail "replay"
	same "$(leat-replay b.leat --quiet | leat-store --quiet - | wc -l)" 2
	grep -raqE 'a\.example|d\.example/q|secret bytes|halvtime|水車' b.leat && fail "it is back"
	return 0
}

case_forget_usage() {
	documents | "$FRAMES" >f
	status 0 leat-store --in f a.leat
	status 2 leat forget a.leat
	status 2 leat forget a.leat --urls nonsense
	status 2 leat forget a.leat --hosts 'http://x/'
	printf '# takedown\n\nhttp://b.example/\n' >list
	status 0 leat forget a.leat --urls @list
	holds out "1 documents forgotten"
	status 1 leat forget a.leat --urls @nosuch
	status 1 leat forget nosuch.leat --ids 1
	echo text >a.txt
	status 65 leat forget a.txt --ids 1
	[ ! -e a.txt.deny ] || fail "a list was made"
	status 75 leat forget 'postgresql://leat:secret@/news?host=/nowhere' --ids 1
	holds err "postgres database news"
	lacks err secret
	status 1 leat forget a.leat --ids 1 --state nosuch
	holds err "nosuch: is no state of leat-dedup"
}

ids_of() { docs_of "$1" | grep -o '"id":"[^"]*"' | tr -d '\n'; }
# The kept lines of a sink.
docs_of() { case $1 in */) cat "$1"* | unpacked ;; *) unpacked <"$1" ;; esac; }
unpacked() { python3 -c '
import sys, gzip, subprocess
data = sys.stdin.buffer.read()
if data[:2] == b"\x1f\x8b": data = gzip.decompress(data)
elif data[:4] == b"\x28\xb5\x2f\xfd": data = subprocess.run(["zstd", "-dcq"], input=data, stdout=subprocess.PIPE, check=True).stdout
sys.stdout.buffer.write(data)'; }

case_forget_lines() {
	documents | "$FRAMES" 2 >f
	"$MAKE" streams=1 frames=1 records=2 >g
	for sink in a.jsonl a.jsonl.gz a.jsonl.zst p.jsonl/ q.jsonl.gz/; do
		status 0 leat-store --in f "$sink"
		status 0 leat forget "$sink" --urls 'HTTP://A.example:80/x#top' --hosts d.example
		holds out "3 documents forgotten; 2 others were copies of them"
		base=${sink%/}
		same "$(ids_of "$sink")" '"id":"2""id":"6"'
		docs_of "$sink" >kept
		holds kept '"dup":{"kind":"translated","score":0.91}'
		same "$(grep -c '^{"drop":{"stage":"forget","reason":"forgotten"}}$' "$base.dropped.jsonl")" 3
		holds "$base.dropped.jsonl" '"dup":{"kind":"exact","score":1.0}'
		same "$(stat -c %s "$base.rejects.jsonl")" 0
		status 0 leat forget "$sink" --ids 1
		holds out "0 documents forgotten"
		# It goes on as a sink: what it holds is known, and more can come.
		status 0 leat-store --in f "$sink"
		holds err "3 frames with 6 records were stored already"
		status 0 leat-store --in g "$sink"
		same "$(docs_of "$sink" | wc -l)" 4
		[ ! -e "$base.manifest.tsv" ] || while IFS=$'\t' read -r file lines bytes; do
			[ "$file" != file ] || continue
			same "$lines $bytes" "$(unpacked <"$sink$file" | wc -l) $(stat -c %s "$sink$file")" "$file"
		done <"$base.manifest.tsv"
		find . -name '*.anew' | grep -q . && fail "a new file is left"
	done
	return 0
}

case_forget_lines_of_any_schema() {
	documents | "$FRAMES" 2 >f
	for schema in datatrove dolma fineweb; do
		status 0 leat-store --in f $schema.jsonl --schema $schema
		status 0 leat forget $schema.jsonl --urls http://a.example/x --ids 4
		holds out "2 documents forgotten; $([ $schema = fineweb ] && echo 1 || echo 2) others"
		same "$(ids_of $schema.jsonl)" '"id":"2""id":"6"'
		lacks $schema.jsonl '"of"'
		same "$(wc -l <$schema.jsonl.dropped.jsonl)" 3
	done
	# Lines that no store wrote.
	status 0 leat-store --in f a.jsonl
	rm a.jsonl.journal a.jsonl.*.jsonl
	status 0 leat forget a.jsonl --ids 1
	same "$(ids_of a.jsonl)" '"id":"2""id":"4""id":"6"'
	echo '{"id":"1"' >>a.jsonl
	cp a.jsonl b.jsonl
	status 65 leat forget a.jsonl --ids 2
	holds err "a.jsonl: line 4"
	cmp -s a.jsonl b.jsonl || fail "it was written to"
}

case_forget_lines_elsewhere() {
	documents | "$FRAMES" 2 >f
	mkdir other
	status 0 leat-store --in f a.jsonl --dropped other/d.jsonl
	status 78 leat forget a.jsonl --ids 1
	holds err "a.jsonl.dropped.jsonl: is not the file that a.jsonl.journal knows"
	holds err "move it here for now"
	mv other/d.jsonl a.jsonl.dropped.jsonl
	status 0 leat forget a.jsonl --ids 1
	mv a.jsonl.dropped.jsonl other/d.jsonl
	status 0 leat-store --in f a.jsonl --dropped other/d.jsonl
	same "$(ids_of a.jsonl)" '"id":"2""id":"4""id":"6"'
	cp a.jsonl b.jsonl
	mv b.jsonl a.jsonl
	status 78 leat forget a.jsonl --ids 1
	holds err "a.jsonl: is not the file that a.jsonl.journal knows"
}

case_forget_lines_full_disk() {
	"$MAKE" streams=40 frames=5 records=20 bytes=2000 drop=3 >f
	leat-store --quiet --in f a.jsonl || fail store
	cp a.jsonl b.jsonl
	id=$(sed -n '500s/.*"id":"\([^"]*\)".*/\1/p' a.jsonl)
	sh_status 75 "trap '' XFSZ; ulimit -f 100; exec leat forget a.jsonl --ids '$id'"
	holds err "a.jsonl.anew: cannot write"
	cmp -s a.jsonl b.jsonl || fail "it was written to"
	[ ! -e a.jsonl.anew ] || fail "a.jsonl.anew is left"
	status 0 leat forget a.jsonl --ids "$id"
	holds out "1 documents forgotten"
}

# Killed in front of each call that changes a file: then it goes on by forget or by store.
case_forget_killed_at_any_call() {
	case ${B:-build} in *san*) skip "a preload does not go with sanitizers" ;; esac
	cc -shared -fPIC -D_GNU_SOURCE -o killat.so "$ROOT/tests/fault/killat.c" -ldl || fail "cc"
	documents | "$FRAMES" 2 >f
	step=0
	for sink in a.jsonl p.jsonl.gz/; do
		base=${sink%/} kills=0 step=$((step + 1))
		for ((n = 1; ; n += step)); do
			rm -rf "$base"*
			status 0 leat-store --in f "$sink"
			KILL_AT=$n LD_PRELOAD=$PWD/killat.so leat forget "$sink" --urls http://a.example/x --hosts d.example >out 2>err
			code=$?
			[ $code = 0 ] && break
			same $code 137
			kills=$((kills + 1))
			[ $((n % 2)) = 0 ] || { status 0 leat-store --in f "$sink"; holds err "3 frames with 6 records were stored already"; }
			status 0 leat forget "$sink" --urls http://a.example/x --hosts d.example
			same "$(ids_of "$sink")" '"id":"2""id":"6"' "call $n"
			same "$(wc -l <"$base.dropped.jsonl")" 4 "call $n"
			same "$(stat -c %s "$base.rejects.jsonl")" 0 "call $n"
			status 0 leat-store --in f "$sink"
			holds err "3 frames with 6 records were stored already"
			[ "$sink" = a.jsonl ] || same "$(cut -f 2 "$base.manifest.tsv" | tail -n 1)" 2 "call $n"
		done
		[ $kills -ge 10 ] || fail "killed $kills times only"
	done
}

# What dedup is asked: the same text under other ids.
mill() {
	text='The old mill at the river was built by hand in the year of the great flood, and its wheel has turned day and night ever since.'
	for id; do printf '{"id":"%s","text":"%s","url":"http://%s.example/"}\n' "$id" "$text" "$id"; done
}
kept_ids() { grep -o '"id":"[^"]*"' | tr -d '\n'; }

case_forget_in_dedup() {
	mill a b >one.jsonl
	mill c d a >two.jsonl
	for by in exact near; do
		sh_status 0 "leat-ingest --quiet one.jsonl | leat-dedup --quiet --by $by --state st-$by | leat-store --quiet $by.jsonl"
		status 0 leat forget $by.jsonl --hosts a.example --state st-$by/
		holds out "st-$by/: 1 records forgotten"
		holds out "1 documents forgotten; 1 others"
		# b was a copy of what is gone: the next copy is kept, and the forgotten one does not return.
		sh_status 0 "leat-ingest --quiet two.jsonl | leat-dedup --quiet --by $by --state st-$by --stats s.json | leat-store --quiet $by.jsonl"
		same "$(kept_ids <$by.jsonl)" '"id":"c"' "$by"
		holds s.json '"forgotten":1'
		status 0 leat stat st-$by --json
		holds out '"records":3'
		# What was decided before is decided the same again.
		sh_status 0 "leat-ingest --quiet one.jsonl two.jsonl | leat-dedup --quiet --by $by --state st-$by | leat-store --quiet $by.jsonl"
		same "$(kept_ids <$by.jsonl)" '"id":"c"' "$by"
		status 0 leat forget st-$by --ids c
		mill e >three.jsonl
		sh_status 0 "leat-ingest --quiet three.jsonl | leat-dedup --quiet --by $by --state st-$by | leat-store --quiet -"
		same "$(kept_ids <out)" '"id":"e"' "$by"
	done
	status 2 leat forget st-near --hosts a.example
	holds err "leat forget SINK --state st-near"
	(flock 9 && status 75 leat forget near.jsonl --ids c --state st-near && holds err "another program uses this state") 9>>st-near/lock || exit 1
	same "$(kept_ids <near.jsonl)" '"id":"c"'
}

case_forget_in_dedup_killed_at_any_call() {
	case ${B:-build} in *san*) skip "a preload does not go with sanitizers" ;; esac
	cc -shared -fPIC -D_GNU_SOURCE -o killat.so "$ROOT/tests/fault/killat.c" -ldl || fail "cc"
	mill a b >one.jsonl
	mill c >two.jsonl
	sh_status 0 'leat-ingest --quiet one.jsonl | leat-dedup --quiet --state st | leat-store --quiet a.leat'
	cp -r st before
	for ((n = 1; ; n++)); do
		rm -rf st
		cp -r before st
		echo 00000000000000000000000000000000 >st.deny
		leat forget st --ids nobody >out || fail "forget"
		KILL_AT=$n LD_PRELOAD=$PWD/killat.so leat forget st --ids a >out 2>err && break
		status 0 leat-dedup forget st
		status 0 leat forget st --ids a
		sh_status 0 'leat-ingest --quiet two.jsonl | leat-dedup --quiet --state st | leat-store --quiet -'
		same "$(kept_ids <out)" '"id":"c"'
	done
	[ "$n" -ge 6 ] || fail "killed $n times only"
}

run_cases
