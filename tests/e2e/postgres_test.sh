#!/bin/bash
# leat-store into PostgreSQL: the real server, in a folder of its own, on a socket only.
. "$(dirname "$0")/lib.sh"
MAKE=$ROOT/${B:-build}/tests/e2e/bin/make_flow

flow() { "$MAKE" streams=3 frames=4 records=10 drop=7 reject=9 "$@"; }
# The server refuses to run as root.
as_user() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=nobody --regid=nogroup --clear-groups "$@"; else "$@"; fi; }
server_start() {
	local bin
	bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -n 1)
	[ -n "$bin" ] || skip "no PostgreSQL server here"
	pg=$bin/psql
	ldd "$BIN/leat-store" | grep -q libpq || leat-store --version | grep -qi postgres || skip "built without libpq"
	server=$(mktemp -d)
	export HOME=$server
	[ "$(id -u)" != 0 ] || chown nobody "$server"
	chmod 755 "$PWD"
	[ -z "${1:-}" ] || { mount -t tmpfs -o "size=$1" tmpfs "$server" 2>/dev/null || { rm -rf "$server"; skip "no disk of its own: mount is not allowed"; }; chown nobody "$server"; }
	trap server_stop EXIT
	(cd "$server" && as_user "$bin/initdb" -A trust -U leat -N data >/dev/null 2>&1) || skip "initdb failed"
	(cd "$server" && as_user "$bin/pg_ctl" -D data -w -t 60 -l server.log -o "-k $server -c listen_addresses=''" start >/dev/null 2>&1) || skip "the server does not start"
	url="postgresql://leat@/postgres?host=$server"
}
server_stop() {
	(cd "$server" && as_user "$(dirname "$pg")/pg_ctl" -D data -m immediate stop >/dev/null 2>&1)
	! mountpoint -q "$server" || umount "$server"
	rm -rf "$server"
}
sql() { "$pg" -qAt -h "$server" -U leat postgres -c "$1"; }

case_full_disk() {
	server_start 160m
	"$MAKE" streams=40 frames=5 records=20 bytes=2000 >f
	# All but 4 MB is taken.
	head -c $(($(df --output=avail -B1 "$server" | tail -n 1) - 4000000)) /dev/zero >"$server/ballast" || fail "ballast"
	status 75 leat-store --in f "$url"
	grep -qE "postgres database postgres: .*(No space left on device|free disk space)" err || fail "$(cat err)"
	rm "$server/ballast"
	until_true 60 sql 'SELECT 1'
	same "$(sql 'SELECT count(*) % 20 FROM documents')" 0
	status 0 leat-store --in f "$url"
	same "$(sql 'SELECT count(*), count(DISTINCT id) FROM documents')" "4000|4000"
}

# One server for all: it takes long to start.
case_all() {
	server_start
	flow fetched=2024-05-16 >f
	status 0 leat-store --in f "$url"
	same "$(sql 'SELECT sum(records), sum(kept), sum(dropped), sum(rejected) FROM frames')" "120|93|15|12"
	same "$(sql 'SELECT count(*), count(text), count(title), min(fetched) FROM documents')" "93|93|93|2024-05-16T00:00:00Z"
	same "$(sql "SELECT count(*) FROM dropped WHERE reason = 'exact' AND meta->>'id' = id")" 15
	same "$(sql 'SELECT count(*) FROM rejects WHERE length = octet_length(record)')" 12
	leat-store --quiet - <f | sed 's/.*"text":"//; s/"}$//' | sort | md5sum >want
	sql "SELECT replace(text, chr(10), '\\n') FROM documents" | LC_ALL=C.UTF-8 sort | md5sum | cmp -s - want || fail "texts differ"

	status 0 leat-store --in f "$url"
	holds err "12 frames with 120 records were stored already"
	flow recipe='maker/1 x=1' >g
	status 78 leat-store --in g "$url"
	holds err "maker: --x was the default, is 1"
	same "$(sql 'SELECT count(*) FROM documents')" 93

	flow recipe=maker/2 frames=2 salt=3 >g
	status 0 leat-store --in g "$url" --replace
	same "$(sql 'SELECT sum(records), sum(kept), sum(dropped), sum(rejected) FROM frames')" "60|48|6|6"
	same "$(sql 'SELECT count(*) FROM documents')" 48
	sql 'TRUNCATE documents, dropped, rejects, frames, recipes'

	# Several stores at once, each with its own streams, and some of all.
	for i in 1 2 3; do
		"$MAKE" streams=20 first=$((i * 15)) frames=5 records=10 >h$i
		leat-store --quiet --in h$i "$url" 2>err$i &
		pids[i]=$!
	done
	for i in 1 2 3; do
		wait "${pids[i]}"
		code=$?
		[ $code = 0 ] || [ $code = 75 ] || fail "exit $code: $(cat err$i)"
		[ $code = 0 ] || status 0 leat-store --in h$i "$url"
	done
	same "$(sql 'SELECT count(*), count(DISTINCT id) FROM documents')" "2500|2500"

	# The server is lost in mid-flow; later the same command completes.
	"$MAKE" streams=40 first=100 frames=5 records=20 bytes=2000 >k
	(head -c 4000000 k; as_user "$(dirname "$pg")/pg_ctl" -D "$server/data" -m immediate stop >/dev/null 2>&1; tail -c +4000001 k) |
		leat-store --quiet "$url" 2>err
	same $? 75
	(cd "$server" && as_user "$(dirname "$pg")/pg_ctl" -D data -w -l server.log -o "-k $server -c listen_addresses=''" start >/dev/null 2>&1)
	status 0 leat-store --in k "$url"
	same "$(sql "SELECT count(*), count(DISTINCT id) FROM documents WHERE doc > 0 AND source >= 'file1' AND length(source) = 11")" "4000|4000"
	status 75 leat-store --in f "postgresql://leat@/postgres?host=/nowhere"

	# Forgotten: rows, names in copies, counts; the list is a table and stops the return.
	sql 'TRUNCATE documents, dropped, rejects, frames, recipes'
	cat >docs.jsonl <<'JSONL'
{"id":"1","url":"http://a.example/x","text":"Den nye ferga."}
{"id":"2","url":"http://b.example/","odd":"nul \u0000","text":"The new ferry leaves.","dup":{"kind":"translated","of":"1","score":0.91}}
{"id":"3","url":"http://c.example/","text":"Den nye ferga.","dup":{"kind":"exact","of":"1","score":1.0},"drop":{"stage":"dedup","reason":"exact"}}
{"id":"4","url":"http://sub.d.example/p?utm_source=x","text":"secret"}
{"id":"5","url":"http://d.example/q","body":"secret bytes","reject":{"stage":"normalize","reason":"charset"}}
{"id":"6","url":"http://xd.example/","text":"Another mill entirely."}
JSONL
	"$ROOT/${B:-build}/tests/e2e/bin/jsonl_frames" 2 <docs.jsonl >d
	status 0 leat-store --in d "$url"
	status 0 leat forget "$url" --urls 'HTTP://A.example:80/x#top' --hosts d.example
	holds out "postgres database: 3 documents forgotten; 2 others were copies of them"
	same "$(sql 'SELECT string_agg(id, $$,$$ ORDER BY id) FROM documents')" 2,6
	same "$(sql "SELECT count(*) FROM documents WHERE dup_of IS NOT NULL OR rest::text LIKE '%\"of\"%'")" 0
	same "$(sql "SELECT count(*) FROM dropped WHERE dup_of IS NOT NULL OR meta::text LIKE '%\"of\"%'")" 0
	same "$(sql "SELECT count(*) FROM dropped WHERE stage = 'forget' AND id IS NULL")" 3
	same "$(sql 'SELECT sum(records), sum(kept), sum(dropped), sum(rejected) FROM frames')" "6|2|4|0"
	same "$(sql 'SELECT count(*) FROM rejects')" 0
	status 0 leat forget "$url" --urls http://a.example/x
	holds out "0 documents forgotten"
	same "$(sql 'SELECT count(*) FROM deny')" 2
	sql 'TRUNCATE documents, dropped, rejects, frames, recipes'
	status 0 leat-store --in d "$url" --stats s.json
	holds s.json '"forgotten":2'
	same "$(sql 'SELECT string_agg(id, $$,$$ ORDER BY id) FROM documents')" 2,6
	same "$(sql 'SELECT count(*) FROM rejects')" 0
	same "$(sql 'SELECT count(*) FROM documents WHERE url LIKE $$%a.example/x%$$')" 0
	sql 'TRUNCATE deny'
	sql 'CREATE SCHEMA other; CREATE TABLE other.documents(x int)'
	status 78 leat-store --in f "$url&options=-csearch_path%3Dother"
	holds err "another program"
}

run_cases
