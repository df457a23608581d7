#!/bin/bash
# What runs is seen: /sample, and leat top, in a terminal and without one.
. "$(dirname "$0")/lib.sh"

FRAMES=$ROOT/${B:-build}/tests/e2e/bin/jsonl_frames
DEDUP=27421 STORE=27422

have_metrics() {
	leat-normalize --version | grep -q microhttpd || skip "built without libmicrohttpd"
	command -v curl >/dev/null || skip "no curl"
}

texts() {
	local i
	for i in {1..30}; do
		echo "{\"id\":\"r$i\",\"title\":\"Title $i\",\"text\":\"text $((i % 10))\"}"
	done
	echo '{"id":"last","text":"something else"}'
}

# A chain that has taken all records and waits for the end of its flow; `end_chain` lets it go.
start_chain() {
	texts | "$FRAMES" 5 >whole.leat
	mkfifo go
	local most
	most=$(grep -abo LEAT whole.leat | tail -n 1 | cut -d: -f1)
	{ head -c "$most" whole.leat; cat go; tail -c +$((most + 1)) whole.leat; } |
		leat-dedup --quiet --metrics 127.0.0.1:$DEDUP "$@" |
		leat-store out.jsonl --quiet --metrics 127.0.0.1:$STORE >/dev/null 2>&1 &
	chain=$!
	# A case that fails lets it go, too.
	trap 'kill $chain 2>/dev/null; : 1<>go' EXIT
	until_true 10 page_holds $DEDUP metrics 'leat_records_total{stage="dedup"} 31'
	until_true 10 page_holds $STORE metrics 'leat_records_total{stage="store"} 11'
}
end_chain() {
	: >go
	wait $chain || fail "the chain ended with $?"
	trap - EXIT
}
page_holds() { curl -s -o page "http://127.0.0.1:$1/$2" && grep -qF -- "$3" page; }

case_sample() {
	have_metrics
	local jobs
	for jobs in 1 2; do
		start_chain --jobs $jobs
		until_true 10 page_holds $DEDUP 'sample?n=20' '"id":"last"'
		python3 - <<'PY' || fail "jobs $jobs: sample"
import json
s = json.load(open("page"))
assert s["stage"] == "dedup" and s["kept"][0]["id"] == "last" and s["rejected"] == [], s
assert s["dropped"] and all(d["drop"] == {"stage": "dedup", "reason": "exact"} and d["dup"]["of"] for d in s["dropped"]), s
PY
		same "$(curl -s "http://127.0.0.1:$DEDUP/sample?n=1" | python3 -c 'import json, sys; s = json.load(sys.stdin); print(len(s["kept"]), len(s["dropped"]))')" "1 1"
		# The store drops nothing: what dedup dropped is not its own.
		same "$(curl -s "http://127.0.0.1:$STORE/sample" | python3 -c 'import json, sys; s = json.load(sys.stdin); print(s["kept"][0]["id"], len(s["dropped"]))')" "last 0"
		same "$(curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:$DEDUP/sample?n=0")" 400
		same "$(curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:$DEDUP/sample?n=21")" 400
		end_chain
		rm -rf go out.jsonl*
	done
}

case_top_once() {
	have_metrics
	start_chain
	status 0 leat top --once --interval 100ms 127.0.0.1:$DEDUP-$STORE
	same "$(awk '$1 == "dedup" { print $2, $3, $4, $5 }' out)" "31 11 20 0"
	same "$(awk '$1 == "store" { print $2, $3, $4, $5 }' out)" "11 11 0 0"
	holds out '  dropped: exact 20'
	awk 'length > 80 { print; exit 1 }' out || fail "wider than 80"
	lacks out $'\033'
	# One that is asked for by name and is not there.
	status 0 leat top --once --interval 100ms 127.0.0.1:$DEDUP 127.0.0.1:27429
	holds out '127.0.0.1:27429        does not answer'
	end_chain
	status 1 leat top --once --interval 100ms 127.0.0.1:$DEDUP
	holds err 'start the pipeline with --metrics'
	status 2 leat top
	holds err 'say --once'
	status 2 leat top --once somewhere
}

case_top_in_a_terminal() {
	have_metrics
	start_chain
	cat >terminal.py <<'PY'
import os, pty, select, signal, struct, subprocess, sys, termios, fcntl, time
how, want = sys.argv[1], sys.argv[2]
master, slave = pty.openpty()
fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
before = termios.tcgetattr(slave)
p = subprocess.Popen(["leat", "top", "--interval", "100ms", *sys.argv[3:]], stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
                     preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))
seen, deadline = b"", time.monotonic() + 20
def read():
    global seen
    if select.select([master], [], [], 0.1)[0]:
        seen += os.read(master, 65536)
    assert time.monotonic() < deadline, seen
while seen.count(b"\033[H") < 3 or want.encode() not in seen:
    read()
assert termios.tcgetattr(slave) != before, "the terminal was not set"
if how == "term":
    p.send_signal(signal.SIGTERM)
else:
    os.write(master, {"q": b"q", "ctrl-c": b"\x03"}[how])
while p.poll() is None:
    read()
while b"\033[?1049l" not in seen:
    read()
assert p.returncode == 0, p.returncode
assert termios.tcgetattr(slave) == before, "the terminal is not as it was"
assert seen.startswith(b"\033[?1049h") and seen.endswith(b"\033[?7h\033[?25h\033[?1049l"), seen
PY
	local how
	for how in q ctrl-c term; do
		python3 terminal.py $how 'dropped: exact 20' 127.0.0.1:$DEDUP-$STORE || fail "$how"
	done
	end_chain
	python3 terminal.py q 'nobody answers yet' 127.0.0.1:$DEDUP-$STORE || fail "nobody"
}

# The ports that leat run gives its programs are those that are asked for.
case_top_of_a_run() {
	have_metrics
	mkfifo in
	leat run --links ipc --metrics 127.0.0.1:$DEDUP --quiet - -o out.jsonl <in >/dev/null 2>&1 &
	local run=$!
	trap 'kill $run' EXIT
	exec 5>in
	until_true 15 page_holds 27425 healthz ok
	status 0 leat top --once --interval 100ms 127.0.0.1:$DEDUP-27429
	same "$(awk 'NR > 1 && $1 ~ /^[a-z]+$/ && NF > 5 { printf "%s ", $1 }' out)" "ingest normalize dedup extract store "
	echo '<p>A text that is long enough.</p>' >&5
	exec 5>&-
	wait $run || fail "leat run ended with $?"
	trap - EXIT
}

run_cases
