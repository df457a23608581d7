#!/bin/bash
# leat-ingest as a program: inputs, names, exit statuses, counts.
. "$(dirname "$0")/lib.sh"

record() { # record TYPE BODY: one WARC record on stdout
	local block="HTTP/1.1 200 OK"$'\r\n'"Content-Type: text/html"$'\r\n\r\n'"$2"
	printf 'WARC/1.0\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:x:%s>\r\nWARC-Target-URI: http://a.example/\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n' \
		"$1" "$2" "${#block}" "$block"
}
crawl() { record response one; record request two; record response three; }
stat_is() { # stat_is FILE KEY VALUE
	holds "$1" "\"$2\":$3"
}
streams() { # streams FILE: the streams of its frames, sorted
	leat cat --fields id "$1" | grep -o '[0-9a-f]\{16\}-' | sort -u
}
needs_leat() { [ -x "$BIN/leat" ] || skip "leat is not built"; }

case_kinds_of_input() {
	local name
	crawl >a.warc
	gzip -k a.warc
	{ record response one | gzip; record request two | gzip; record response three | gzip; } >members.warc.gz
	printf '{"text":"one"}\n{"text":"two"}\n' >a.jsonl
	gzip -k a.jsonl
	for name in a.warc a.warc.gz members.warc.gz a.jsonl a.jsonl.gz; do
		status 0 leat-ingest --stats s "$name"
		stat_is s kept 2
		sh_status 0 "cat $name | leat-ingest --stats s > /dev/null"
		stat_is s kept 2
	done
	printf '<!doctype html><p>hello' >page.html
	printf 'hello' >text.txt
	gzip -k page.html text.txt
	for name in page.html text.txt page.html.gz text.txt.gz; do
		status 0 leat-ingest --stats s "$name"
		stat_is s kept 1
	done
	if command -v zstd >/dev/null; then
		zstd -q a.warc
		status 0 leat-ingest --stats s a.warc.zst
		stat_is s kept 2
	fi
}

case_packed_and_odd_lists() {
	echo one >a.txt
	echo two >b.txt
	printf 'a.txt\r\n\r\nb.txt' >list
	gzip -k list
	for list in list list.gz; do
		status 0 leat-ingest --stats s --files-from $list
		stat_is s kept 2
	done
	head -c 30 list.gz >cut.gz
	status 65 leat-ingest --files-from cut.gz
	holds err 'cut.gz: is damaged'
	head -c 100000 /dev/zero | tr '\0' x >no.list
	status 65 leat-ingest --files-from no.list
	holds err 'no.list: a line is longer than any name'
	status 1 leat-ingest --files-from missing
	holds err 'missing: cannot open'
}

case_folder_and_list() {
	mkdir -p d/e d/.hidden
	echo a >d/a.txt
	echo b >d/e/b.txt
	echo c >d/.hidden/c.txt
	ln -s .. d/e/loop
	status 0 leat-ingest --stats s d
	stat_is s kept 2
	printf 'd/a.txt\n\nd/e/b.txt\r\n' >list
	status 0 leat-ingest --stats s --files-from list
	stat_is s kept 2
	sh_status 0 "leat-ingest --stats s --files-from - < list > /dev/null"
	stat_is s kept 2
	status 0 leat-ingest --stats s -n 1 d
	stat_is s kept 1
}

case_what_cannot_be_read() {
	echo a >a.txt
	: >empty.txt
	printf '<html>' >b.warc
	status 0 leat-ingest empty.txt
	status 65 leat-ingest missing.txt
	holds err 'missing.txt: cannot open: No such file'
	status 1 leat-ingest --stats s missing.txt a.txt
	stat_is s kept 1
	holds s '"read":1'
	status 65 leat-ingest --stats s b.warc a.txt
	stat_is s kept 1
	holds err 'b.warc: offset 0: format: named as warc, but this is html'
	status 0 leat-ingest --format html b.warc
	head -c 1000 /bin/sh >d.bin
	status 65 leat-ingest d.bin
	mkdir d && cp d.bin a.txt d/
	status 0 leat-ingest --stats s d
	stat_is s kept 1
	holds s '"format":1'
	status 65 leat-ingest --strict d
	status 2 leat-ingest --types nonsense a.txt
	status 2 leat-ingest --status 20 --since yesterday a.txt
	status 2 leat-ingest --grown continue a.txt
}

case_damage() {
	crawl | gzip >a.warc.gz
	head -c -6 a.warc.gz >cut.warc.gz
	status 0 leat-ingest --stats s cut.warc.gz
	stat_is s kept 2
	holds s '"truncated":1'
	holds err 'cut.warc.gz: offset 0: truncated'
	status 65 leat-ingest --strict cut.warc.gz
	printf '{"text":"a"}\n{bad\n{"text":"b"}\n' >a.jsonl
	status 0 leat-ingest --stats s a.jsonl
	stat_is s kept 2
	holds err 'a.jsonl: offset 13: json: line 2: no JSON object'
}

case_what_is_left_out_is_counted() {
	{ crawl; record revisit x; } >a.warc
	status 0 leat-ingest --stats s a.warc
	stat_is s in 4
	holds s '"dropped":{"type":1,"revisit":1}'
	status 0 leat-ingest --stats s --types all a.warc
	stat_is s kept 4
	status 0 leat-ingest --stats s --mime application/pdf a.warc
	holds s '"mime":2'
	status 0 leat-ingest --stats s --status 404 a.warc
	holds s '"status":2'
}

case_names() {
	needs_leat
	mkdir -p one/sub
	echo a >one/sub/a.txt
	leat-ingest one/sub/a.txt >plain.leat
	(cd one/sub && leat-ingest ./a.txt) >relative.leat
	same "$(streams plain.leat)" "$(streams relative.leat)" "another way to the same file"
	leat-ingest --root one one >rooted.leat
	echo one/sub/a.txt | leat-ingest --files-from - >listed.leat
	mv one two
	leat-ingest --root two two >moved.leat
	same "$(streams rooted.leat)" "$(streams moved.leat)" "moved with --root"
	leat-ingest two/sub/a.txt >other.leat
	[ "$(streams other.leat)" != "$(streams plain.leat)" ] || fail "moved without --root"
	[ "$(streams listed.leat)" != "$(streams plain.leat)" ] || fail "listed name"
	echo b >>two/sub/a.txt
	leat-ingest two/sub/a.txt >changed.leat
	same "$(streams other.leat)" "$(streams changed.leat)" "changed file"
	leat-ingest --changed revision two/sub/a.txt >r1.leat
	echo c >>two/sub/a.txt
	leat-ingest --changed revision two/sub/a.txt >r2.leat
	[ "$(streams r1.leat)" != "$(streams r2.leat)" ] || fail "--changed revision"
	echo x | leat-ingest >in1.leat
	echo y | leat-ingest >in2.leat
	[ "$(streams in1.leat)" != "$(streams in2.leat)" ] || fail "standard input"
}

case_grown() {
	needs_leat
	printf '{"id":"1","text":"a"}\n' >a.jsonl
	status 0 leat-ingest --grown continue --state st a.jsonl
	mv out one.leat
	printf '{"id":"2","text":"b"}\n' >>a.jsonl
	status 0 leat-ingest --grown continue --state st --stats s a.jsonl
	stat_is s frames 2
	same "$(leat cat --fields id out | grep -c id)" 2
}

case_open_with() {
	mkdir -p remote
	printf '{"text":"one"}\n' | gzip >'remote/a b.jsonl.gz'
	printf '{"text":"two"}\n' >remote/c.jsonl
	printf 'a b.jsonl.gz\nc.jsonl\n' >list
	status 0 leat-ingest --stats s --open-with "cat remote/{}" --files-from list
	stat_is s kept 2
	status 65 leat-ingest --stats s --open-with "cat remote/{}" --retry-wait 10ms --retries 1 missing
	holds err 'missing: --open-with exited with status 1'
	# the first attempt breaks off behind a whole frame; the second goes on
	for i in $(seq 5000); do echo "{\"id\":\"$i\",\"text\":\"x\"}"; done >long.jsonl
	cat >flaky <<-'END'
		#!/bin/sh
		if [ -e tried ]; then exec cat "$1"; fi
		: >tried
		head -n 4500 "$1"
		exit 22
	END
	chmod +x flaky
	status 0 leat-ingest --stats s --open-with "./flaky {}" --retry-wait 10ms long.jsonl
	stat_is s kept 5000
	stat_is s frames 2
	holds err 'long.jsonl: --open-with exited with status 22'
}

case_follow() {
	mkdir -p d/sub
	echo first >d/first.txt
	leat-ingest --follow d --state st --stats s --out o.leat 2>err &
	pid=$!
	until_true 20 grep -qs first o.leat
	echo second >d/.second && mv d/.second d/sub/second.txt
	echo third >d/third.txt
	mkdir d/new && echo fourth >d/new/fourth.txt
	until_true 20 grep -qs fourth o.leat
	until_true 20 grep -qs second o.leat
	until_true 20 grep -qs third o.leat
	kill -TERM $pid
	wait $pid
	same $? 75
	stat_is s kept 4
	echo fifth >d/fifth.txt
	status 0 leat-ingest --follow d --state st --stats s --limit 1
	stat_is s kept 1
	grep -q fifth out || fail "a file was read again"
}

case_signal_while_waiting() {
	mkfifo pipe
	leat-ingest --stats s --out o.leat <pipe 2>err &
	pid=$!
	exec 7>pipe
	echo '{"text":"a"}' >&7
	until_true 20 test -e o.leat
	kill -TERM $pid
	wait $pid
	same $? 75
	exec 7>&-
}

# A frame that is not full leaves while its pipe is waited for, and again in a second run.
case_max_delay() {
	status 2 leat-ingest --max-delay 10ms
	holds err '--max-delay: needs --state'
	mkfifo pipe
	leat-ingest --max-delay 10ms --state st --stats s --codec none --out o.leat --name feed <pipe 2>err &
	pid=$!
	exec 7>pipe
	# what names a source is waited for: 64 KiB
	printf '{"text":"%065536d"}\n{"text":"first"}\n' 0 >&7
	until_true 20 grep -qs first o.leat
	echo '{"text":"second"}' >&7
	until_true 20 grep -qs second o.leat
	exec 7>&-
	wait $pid
	same $? 0
	stat_is s kept 3
	stat_is s frames 3
}

# What is put into a folder can be searched while the chain goes on.
case_follow_to_search() {
	mkdir d
	mkfifo frames
	leat-ingest --follow d --state st --quiet >frames 2>err &
	pid=$!
	leat-normalize --quiet 2>>err <frames | leat-dedup --quiet 2>>err | leat-extract --quiet 2>>err |
		leat-store corpus.db --quiet 2>>err &
	echo 'A zebrafish was seen in the river by many people on Monday.' >d/.fish && mv d/.fish d/fish.txt
	until_true 20 sh -c 'leat search corpus.db zebrafish 2>/dev/null | grep -q zebrafish'
	# all is up now: within 2 s (3, as SECONDS counts)
	echo 'A mongoose was seen beside the river by many people on Tuesday.' >d/.mongoose && mv d/.mongoose d/mongoose.txt
	until_true 3 sh -c 'leat search corpus.db mongoose 2>/dev/null | grep -q mongoose'
	kill -TERM $pid
	wait $pid
	same $? 75
	wait
}

case_list_and_digest() {
	mkdir d
	crawl | gzip >d/a.warc.gz
	echo text >d/b.txt
	status 0 leat-ingest --list d
	same "$(cut -f 1,2 out | tr '\t\n' ' ,')" "d/a.warc.gz warc+gzip,d/b.txt text,"
	status 1 leat-ingest --list d missing
	printf 'WARC/1.0\r\nWARC-Type: resource\r\nWARC-Block-Digest: sha1:%s\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nabc\r\n\r\n' \
		VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5 84983e441c3bd26ebaae4aa1f95129e5e54670f1 >d.warc
	status 0 leat-ingest --stats s d.warc
	holds s '"faults":{}'
	status 0 leat-ingest --stats s --digest warn d.warc
	stat_is s kept 2
	holds s '"digest":1'
	status 0 leat-ingest --stats s --digest drop d.warc
	stat_is s kept 1
	holds s '"dropped":{"digest":1}'
}

case_containers() {
	mkdir t
	echo '<html><p>page</html>' >t/a.html
	printf '{"text":"a"}\n{"text":"b"}\n' | gzip >t/b.jsonl.gz
	head -c 2000 /bin/sh >t/c.bin
	crawl >t/d.warc
	tar cf t.tar t
	leat-ingest --version | grep -q libarchive || skip "built without libarchive"
	status 0 leat-ingest --stats s t.tar
	stat_is s kept 5
	gzip -c t.tar >t.tgz
	status 0 leat-ingest --stats s t.tgz
	stat_is s kept 5
	holds s '"mime":1'
	# as a program writes it to a pipe: sizes stand behind the files
	base64 -d >piped.zip <<-EOF
	UEsDBBQACAAIAN2GfF0AAAAAAAAAAAAAAAAFAAAAYS50eHTLz0tVyE9TKMlIzQUAUEsHCHeRhWMNAAAACwAAAFBLAwQUAAgACADdhnxdAAAAAAAA
	AAAAAAAABQAAAGIudHh0AwBQSwcIAAAAAAIAAAAAAAAAUEsDBBQACAAIAN2GfF0AAAAAAAAAAAAAAAAFAAAAYy50eHQrKc9XyE9TKMlIzQUAUEsH
	CETyx6ANAAAACwAAAFBLAQIUAxQACAAIAN2GfF13kYVjDQAAAAsAAAAFAAAAAAAAAAAAAACAAQAAAABhLnR4dFBLAQIUAxQACAAIAN2GfF0AAAAA
	AgAAAAAAAAAFAAAAAAAAAAAAAACAAUAAAABiLnR4dFBLAQIUAxQACAAIAN2GfF1E8segDQAAAAsAAAAFAAAAAAAAAAAAAACAAXUAAABjLnR4dFBL
	BQYAAAAAAwADAJkAAAC1AAAAAAA=
	EOF
	status 0 leat-ingest --strict --stats s piped.zip
	stat_is s kept 2
	printf '<rss><channel><item><guid>1</guid></item></channel></rss>' >f.xml
	status 0 leat-ingest --stats s f.xml
	stat_is s kept 1
}

# Each source in exactly one part, whatever else is named beside it.
case_parts() {
	local i
	mkdir d
	for i in $(seq 40); do echo "{\"id\":\"p-$i\",\"text\":\"Text $i of these.\"}" >"d/$i.jsonl"; done
	for i in 1 2 3; do
		status 0 leat-ingest --root d --part $i/3 d
		leat cat --fields id <out >"part.$i"
		[ -s "part.$i" ] || fail "part $i is empty"
	done
	same "$(sort part.* | uniq | wc -l)" 40
	same "$(cat part.* | wc -l)" 40
	status 0 leat-ingest --root d --part 2/3 d/?.jsonl
	leat cat --fields id <out | sort >some
	same "$(comm -23 some <(sort part.2) | wc -l)" 0
	status 2 leat-ingest --part 4/3 d
	holds err "say 1/N to N/N"
	status 2 leat-ingest --part 1/2 -
	holds err "standard input is one source"
}

run_cases
