#!/bin/bash
# Links between real programs: the same result as over pipes, the errors, the end by signals.
. "$(dirname "$0")/lib.sh"

# Programs that a failing case leaves behind would keep the test waiting.
samples() {
	local i
	trap 'kill -9 $(jobs -p) 2>/dev/null' EXIT
	mkdir data
	for i in 1 2 3 4 5 6 7 8; do
		printf '{"id":"doc-%d","text":"Text number %d of the sample, long enough to be one."}\n' "$i" "$((i % 6))" >"data/$i.jsonl"
	done
}

# chain OUT: source, two workers, dedup, store on Unix sockets here; waits for the store. A
# worker that came too late for the source waits for another, as a service: it is asked to end.
chain() {
	local here=$PWD workers
	leat-ingest data --quiet --state state.source --out "bind:ipc://$here/up" &
	leat-normalize --quiet --in "connect:ipc://$here/up" --out "connect:ipc://$here/middle" &
	workers=$!
	leat-normalize --quiet --in "connect:ipc://$here/up" --out "connect:ipc://$here/middle" &
	workers="$workers $!"
	leat-dedup --quiet --state state.dedup --in "bind:ipc://$here/middle" --out "connect:ipc://$here/down" "${@:2}" &
	leat-store "$1" --quiet --in "bind:ipc://$here/down" || fail "the store ended with $?"
	kill -TERM $workers 2>/dev/null
	wait
}

records() { sed -n 's/.*"id":"\([^"]*\)".*/\1/p' "$@" | sort; }

case_same_as_pipes() {
	samples
	leat-ingest data --quiet | leat-normalize --quiet | leat-dedup --quiet --state s | leat-store want.jsonl --quiet || fail "pipes"
	chain out.jsonl 2>err
	same "$(records out.jsonl out.jsonl.dropped.jsonl)" "$(records want.jsonl want.jsonl.dropped.jsonl)"
	same "$(wc -l <out.jsonl)" "$(wc -l <want.jsonl)"
}

case_run_again_stores_nothing_twice() {
	samples
	chain out.jsonl 2>err
	cp out.jsonl before
	chain out.jsonl 2>err
	cmp out.jsonl before || fail "stored twice"
}

case_without_the_source_s_state() {
	samples
	chain out.jsonl 2>err
	cp out.jsonl before
	rm -r state.source
	chain out.jsonl 2>err
	cmp out.jsonl before || fail "stored twice"
}

case_ordered() {
	samples
	chain one.jsonl --ordered 2>err
	same "$(wc -l <one.jsonl)" 6
	leat-ingest data --quiet | leat-normalize --quiet | leat-dedup --quiet --state s | leat-store want.jsonl --quiet
	same "$(records one.jsonl)" "$(records want.jsonl)" "the first copy in the order of the source is kept"
}

case_words() {
	status 2 leat-normalize --in connect:ipc:///nowhere/x --out out.leat
	holds err "a link on one side needs a link on the other"
	status 2 leat-normalize --in tcp://127.0.0.1:7001 --out -
	holds err "bind:tcp://127.0.0.1:7001 or connect:tcp://127.0.0.1:7001"
	status 2 leat-normalize --in 'bind:tcp://*:7001' --out connect:ipc:///x
	holds err "--insecure"
	status 2 leat-ingest . --out bind:ipc:///x
	holds err "--state"
	status 2 leat-store - --in bind:ipc:///x
	holds err "name a file"
	status 2 leat-dedup --ordered --in a.leat --out b.leat
	holds err "--ordered is for links"
	status 2 leat-normalize --in a.leat --in b.leat
	holds err "only links take several"
}

case_an_endpoint_that_is_taken() {
	samples
	leat-store a.jsonl --quiet --in "bind:tcp://127.0.0.1:27411" --ready-fd 3 3>ready &
	local store=$!
	until_true 5 test -s ready
	status 75 leat-store b.jsonl --in bind:tcp://127.0.0.1:27411
	holds err "cannot bind"
	kill -TERM $store
	wait $store || fail "a signal is no failure of a sink: $?"
}

# A worker that is asked to end goes when what it took is durable, and the chain with another.
case_a_worker_that_is_asked_to_end() {
	local here=$PWD worker
	samples
	leat-normalize --quiet --in "connect:ipc://$here/up" --out "connect:ipc://$here/down" --ready-fd 3 3>ready &
	worker=$!
	until_true 5 test -s ready
	kill -TERM $worker
	wait $worker || fail "exit $?"
	leat-normalize --quiet --in "connect:ipc://$here/up" --out "connect:ipc://$here/down" &
	leat-ingest data --quiet --ephemeral --out "bind:ipc://$here/up" &
	leat-store out.jsonl --quiet --in "bind:ipc://$here/down" || fail "the store ended with $?"
	wait
	same "$(wc -l <out.jsonl)" 8
}

case_another_content_is_refused() {
	local here=$PWD
	samples
	leat-ingest data --quiet --ephemeral --out "bind:ipc://$here/up" &
	leat-store out.jsonl --quiet --in "connect:ipc://$here/up" || fail "the store ended with $?"
	wait
	cp out.jsonl before
	echo '{"id":"other","text":"Another text under the name of the first."}' >data/1.jsonl
	leat-ingest data --quiet --ephemeral --out "bind:ipc://$here/up" 2>err1 &
	source=$!
	leat-store out.jsonl --quiet --in "connect:ipc://$here/up" 2>err2
	same "$?" 78 "the store"
	wait $source
	same "$?" 78 "the source"
	holds err1 "is refused"
	cmp out.jsonl before || fail "stored over"
}

# A record that kills its worker is rejected, and only it; the worker is started again.
# poisoned WORD OPTIONS...: two records of a frame have ids with WORD.
poisoned() {
	local here=$PWD poison=$ROOT/${B:-build}/tests/e2e/bin/poison
	samples
	[ -x "$poison" ] || skip "tests/e2e/bin/poison is not built"
	for i in 1 2 3 4 5 6 7; do printf '{"id":"good-%d","text":"A good text, number %d."}\n' $i $i; done >data/mix.jsonl
	sed -i "3s/good-3/$1-3/; 6s/good-6/$1-6/" data/mix.jsonl
	(until "$poison" "${@:2}" --quiet --in "connect:ipc://$here/up" --out "connect:ipc://$here/down" 2>>err; do echo again >>deaths; done) &
	leat-ingest data --quiet --ephemeral --out "bind:ipc://$here/up" &
	leat-store out.jsonl --quiet --in "bind:ipc://$here/down" || fail "the store ended with $?"
	wait
	same "$(wc -l <deaths)" 2 "deaths"
}

two_rejected() {
	same "$(wc -l <out.jsonl)" 13
	same "$(records out.jsonl.rejects.jsonl | tr '\n' ' ')" "poison-3 poison-6 "
}

case_poison() { poisoned poison; two_rejected; }

case_poison_with_threads() { poisoned poison --jobs 2; two_rejected; }

case_poison_of_verdicts() { poisoned poison --in-decide --ephemeral; two_rejected; }

# None kills alone: the frame is given up, and the flow goes on.
case_poison_of_two_records() {
	poisoned pair
	same "$(wc -l <out.jsonl)" 8
	same "$(wc -l <out.jsonl.rejects.jsonl)" 7
}

case_keygen() {
	status 0 leat keygen hub
	same "$(stat -c %a hub.key hub.pub | tr '\n' ' ')" "600 644 "
	status 1 leat keygen hub
	holds err "hub.key: cannot create"
	rm hub.key
	status 1 leat keygen hub
	holds err "hub.pub: cannot create"
	[ ! -e hub.key ] || fail "half a pair is left"
	status 2 leat keygen
}

# A caller that is not in the list is not heard, and does no harm; once it is, after SIGHUP, it is.
case_keys_are_read_again() {
	local store source
	samples
	leat keygen hub >/dev/null && leat keygen caller >/dev/null || fail keygen
	: >allowed
	leat-store out.jsonl --in bind:tcp://127.0.0.1:27414 --key hub.key --allow allowed --ready-fd 3 3>ready 2>err1 &
	store=$!
	until_true 5 test -s ready
	leat-ingest data --ephemeral --out connect:tcp://127.0.0.1:27414 --key caller.key --peer-key hub.pub 2>err2 &
	source=$!
	until_true 5 grep -q "somebody called: a key was refused" err1
	until_true 5 grep -q "the call failed: a key was refused" err2
	[ ! -s out.jsonl ] || fail "it was heard"
	cat caller.pub >allowed
	kill -HUP $store
	wait $store || fail "the store ended with $?"
	wait $source || fail "the source ended with $?"
	same "$(wc -l <out.jsonl)" 8
}

# What came in once and is not durable comes from the spool after a crash.
case_standard_input_is_spooled() {
	local here=$PWD source
	samples
	cat data/*.jsonl | leat-ingest --quiet --format jsonl --state state.source --out "bind:ipc://$here/up" - &
	until_true 5 test -s state.source/stdin-1
	source=$(pgrep -f "state.source --out bind:ipc://$here/up")
	kill -9 "$source"
	wait
	leat-ingest --quiet --format jsonl --state state.source --out "bind:ipc://$here/up" - </dev/null &
	leat-store out.jsonl --quiet --in "connect:ipc://$here/up" || fail "the store ended with $?"
	wait $! || fail "the source ended with $?"
	same "$(wc -l <out.jsonl)" 8
	[ ! -e state.source/stdin-1 ] || fail "the spool is left"
}

# It flows as it is written down: the store has the first documents while more are to come. Killed
# then, the source sends the rest of what it had from the spool, or goes on where the same input
# comes again.
numbered() { seq "$1" "$2" | sed 's/.*/{"id":"doc-&","text":"Text number & of those that come one after the other."}/'; }
at_least() { [ -e "$1" ] && [ "$(wc -l <"$1")" -ge "$2" ]; }
case_standard_input_flows_as_it_is_spooled() {
	local here=$PWD source store again
	trap 'kill -9 $(jobs -p) 2>/dev/null' EXIT
	numbered 1 20000 >first
	numbered 1 20500 >whole
	mkfifo in
	for again in /dev/null whole; do
		rm -rf state.source out.jsonl*
		leat-store out.jsonl --quiet --in "connect:ipc://$here/up" &
		store=$!
		leat-ingest --quiet --format jsonl --state state.source --out "bind:ipc://$here/up" - <in &
		source=$!
		exec 7>in
		cat first >&7
		until_true 20 at_least out.jsonl 12000
		kill -9 $source
		exec 7>&-
		wait $source
		at_least out.jsonl 20000 && fail "there was no more to come"
		leat-ingest --quiet --format jsonl --state state.source --out "bind:ipc://$here/up" - <$again || fail "the source ended with $?"
		wait $store || fail "the store ended with $?"
		same "$(records out.jsonl | uniq | wc -l)" "$([ "$again" = whole ] && echo 20500 || echo 20000)" "$again"
		same "$(wc -l <out.jsonl)" "$([ "$again" = whole ] && echo 20500 || echo 20000)" "$again"
		[ ! -e state.source/stdin.part ] && [ ! -e state.source/stdin-1 ] || fail "the spool is left"
	done
}

# A sink that joins later would lack what was acked before.
case_a_sink_that_joins_later() {
	local here=$PWD
	samples
	leat-ingest data --quiet --state state.source --out "bind:ipc://$here/up" &
	leat-store one.jsonl --quiet --state state.store --in "connect:ipc://$here/up" || fail "the store ended with $?"
	wait
	leat-ingest data --quiet --ephemeral --out "bind:ipc://$here/up" &
	leat-store one.jsonl two.jsonl --quiet --state state.store --in "connect:ipc://$here/up" 2>err
	same "$?" 78
	holds err "two.jsonl: is new beside the sinks"
	leat-store one.jsonl two.jsonl --quiet --state state.store --backfill --in "connect:ipc://$here/up" || fail "exit $?"
	wait
	cmp one.jsonl two.jsonl || fail "not all was sent again"
}

page_holds() { curl -s -o metrics http://127.0.0.1:27413/metrics && grep -qF "$1" metrics; }

# Leaves a page of metrics, of a worker in session, in the file metrics.
pages() {
	local here=$PWD
	samples
	leat-normalize --version | grep -q microhttpd || skip "built without libmicrohttpd"
	command -v curl >/dev/null || skip "no curl"
	leat-store out.jsonl --quiet --in "bind:ipc://$here/down" --metrics 127.0.0.1:27412 --ready-fd 3 3>ready &
	local store=$!
	until_true 5 test -s ready
	same "$(curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:27412/healthz)" 200
	same "$(curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:27412/readyz)" 503
	same "$(curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:27412/other)" 404
	leat-ingest data --quiet --ephemeral --out "bind:ipc://$here/up" --ready-fd 3 3>ready2 &
	local source=$!
	until_true 5 test -s ready2
	kill -STOP $source
	leat-normalize --quiet --in "connect:ipc://$here/up" --out "connect:ipc://$here/down" --metrics 127.0.0.1:27413 &
	until_true 5 page_holds 'leat_link_peers{stage="normalize",side="in"}'
	kill -CONT $source
	wait $store || fail "the store ended with $?"
	wait
	status 2 leat-store x.jsonl --in a.leat --metrics somewhere
}

case_metrics() { pages; }

# By the word of Prometheus' own tool.
case_metrics_are_conventional() {
	command -v promtool >/dev/null || skip "no promtool"
	pages
	promtool check metrics <metrics >said 2>&1 || fail "$(head -n 3 said)"
	[ ! -s said ] || fail "$(head -n 3 said)"
}

case_notify() {
	command -v python3 >/dev/null || skip "no python3"
	python3 -c '
import os, socket, subprocess, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind("notify")
s.settimeout(5)
p = subprocess.Popen(["leat-store", "a.jsonl", "--quiet", "--in", "bind:ipc://" + os.getcwd() + "/x"],
                     env=dict(os.environ, NOTIFY_SOCKET=os.getcwd() + "/notify"))
print(s.recv(100).decode())
p.terminate()
sys.exit(p.wait())' >out || fail "exit $?"
	same "$(cat out)" READY=1
}

run_cases
