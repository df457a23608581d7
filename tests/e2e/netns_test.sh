#!/bin/bash
# Two network namespaces as two hosts, with CURVE between them: source, dedup and store on one,
# workers on the other; the cable is pulled while it runs. Needs root, else it is skipped.
. "$(dirname "$0")/lib.sh"

NS=leat-test-$$

hosts() {
	[ "$(id -u)" = 0 ] || skip "needs root for network namespaces"
	command -v ip >/dev/null || skip "no ip(8)"
	ip netns add "$NS-a" 2>/dev/null || skip "no network namespaces here"
	trap 'kill -9 $(jobs -p) 2>/dev/null; ip netns del $NS-a; ip netns del $NS-b' EXIT
	ip netns add "$NS-b" || fail "second namespace"
	ip -n "$NS-a" link add va type veth peer name vb netns "$NS-b" || skip "no veth here"
	ip -n "$NS-a" addr add 10.77.0.1/24 dev va
	ip -n "$NS-b" addr add 10.77.0.2/24 dev vb
	local ns
	for ns in a b; do ip -n "$NS-$ns" link set lo up; done
	ip -n "$NS-a" link set va up
	ip -n "$NS-b" link set vb up
}

# Whatever hangs ends: a test that fails is better than one that stays.
on() { local ns=$1; shift; ip netns exec "$NS-$ns" timeout -k 5 60 "$@"; }

keys() {
	leat keygen hub >/dev/null || fail "keygen"
	leat keygen worker >/dev/null || fail "keygen"
	cat worker.pub >allowed
}

documents() {
	mkdir data
	awk 'BEGIN { for (f = 0; f < 300; f++) for (d = 0; d < 20; d++)
		printf "{\"id\":\"doc-%d-%d\",\"text\":\"This is text %d of file %d, which no other is.\"}\n", f, d, d, f > ("data/" f ".jsonl") }'
}

# chain HUB-OPTIONS... : with the worker's options in $worker_options
start_chain() {
	on a leat-ingest data --quiet --ephemeral --out bind:tcp://10.77.0.1:7001 "$@" &
	on a leat-store out.jsonl --quiet --in bind:tcp://10.77.0.1:7002 "$@" &
	store=$!
	on b leat-normalize --quiet --in connect:tcp://10.77.0.1:7001 --out connect:tcp://10.77.0.1:7002 $worker_options &
	workers=$!
	on b leat-normalize --quiet --in connect:tcp://10.77.0.1:7001 --out connect:tcp://10.77.0.1:7002 $worker_options &
	workers="$workers $!"
}

# A worker that came too late for the source waits for another: it is asked to end.
end_chain() {
	kill -TERM $workers 2>/dev/null
	wait
}

case_two_hosts() {
	hosts
	documents
	worker_options=--insecure
	start_chain --insecure
	wait $store || fail "the store ended with $?"
	same "$(sed -n 's/.*"id":"\([^"]*\)".*/\1/p' out.jsonl | sort -u | wc -l)" 6000
	same "$(wc -l <out.jsonl)" 6000
	end_chain
}

all_stored() { [ "$(wc -l <out.jsonl)" -ge 6000 ]; }

case_the_cable_is_pulled() {
	local i
	hosts
	documents
	worker_options=--insecure
	start_chain --insecure
	for i in 1 2 3; do
		until_true 20 test -s out.jsonl
		ip -n "$NS-a" link set va down
		read -r -t 1.5 <> <(:)
		ip -n "$NS-a" link set va up
	done
	# The word of the end may be lost with the cable; what counts is what is stored.
	until_true 50 all_stored
	kill -TERM $store
	same "$(sed -n 's/.*"id":"\([^"]*\)".*/\1/p' out.jsonl | sort | uniq -d | wc -l)" 0
	same "$(wc -l <out.jsonl)" 6000
	end_chain
}

case_keys() {
	hosts
	documents
	keys
	worker_options="--key worker.key --peer-key hub.pub"
	start_chain --key hub.key --allow allowed
	wait $store || fail "the store ended with $?"
	same "$(wc -l <out.jsonl)" 6000
	end_chain
}

run_cases
