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

has_stored() { [ "$(cat out.jsonl 2>/dev/null | wc -l)" -ge "$1" ]; }
cable() { ip -n "$NS-a" link set va "$1"; }

# all_end PID...: each ends by itself, and well.
all_end() {
	local pid
	for pid in "$@"; do wait "$pid" || fail "process $pid ended with $?"; done
}

# start_chain HUB-OPTIONS...: all but the store, with the worker's options in $worker_options
start_chain() {
	on a leat-ingest data --quiet --ephemeral --out bind:tcp://10.77.0.1:7001 "$@" &
	source=$!
	on b leat-normalize --quiet --in connect:tcp://10.77.0.1:7001 --out connect:tcp://10.77.0.1:7002 $worker_options &
	workers=$!
	on b leat-normalize --quiet --in connect:tcp://10.77.0.1:7001 --out connect:tcp://10.77.0.1:7002 $worker_options &
	workers="$workers $!"
}

start_store() {
	on a leat-store out.jsonl --quiet --in bind:tcp://10.77.0.1:7002 "$@" &
	store=$!
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
	start_store --insecure
	wait $store || fail "the store ended with $?"
	same "$(sed -n 's/.*"id":"\([^"]*\)".*/\1/p' out.jsonl | sort -u | wc -l)" 6000
	same "$(wc -l <out.jsonl)" 6000
	end_chain
}

case_the_cable_is_pulled() {
	local i
	hosts
	documents
	worker_options=--insecure
	start_chain --insecure
	start_store --insecure
	for i in 1 2 3; do
		until_true 20 test -s out.jsonl
		cable down
		read -r -t 1.5 <> <(:)
		cable up
	done
	all_end $source $store $workers
	same "$(sed -n 's/.*"id":"\([^"]*\)".*/\1/p' out.jsonl | sort | uniq -d | wc -l)" 0
	same "$(wc -l <out.jsonl)" 6000
}

has_workers() {
	ip netns exec "$NS-a" curl -s http://127.0.0.1:7003/metrics | grep -qF "leat_link_peers{stage=\"ingest\",side=\"out\"} $1"
}

# Workers that have all frames are cut off. The source has them stored by a worker near by, and
# ends meanwhile; those who were away are told when they are back.
case_workers_are_away_as_the_source_ends() {
	local near
	hosts
	documents
	leat-normalize --version | grep -q microhttpd || skip "built without libmicrohttpd"
	command -v curl >/dev/null || skip "no curl"
	worker_options=--insecure
	start_chain --insecure --metrics 127.0.0.1:7003
	until_true 20 has_workers 2
	cable down
	on a leat-normalize --quiet --in connect:tcp://10.77.0.1:7001 --out connect:tcp://10.77.0.1:7002 --insecure &
	near=$!
	start_store --insecure
	until_true 30 has_stored 6000
	cable up
	all_end $source $near $store $workers
	same "$(wc -l <out.jsonl)" 6000
}

# The last frames are stored, and the cable is pulled under their acks and the word of the end.
case_a_link_is_cut_as_the_source_ends() {
	local seconds
	hosts
	documents
	worker_options=--insecure
	for seconds in 0.5 3.5; do
		rm -f out.jsonl*
		start_chain --insecure
		start_store --insecure
		until_true 30 has_stored 6000
		cable down
		read -r -t $seconds <> <(:)
		cable up
		all_end $source $store $workers
		same "$(wc -l <out.jsonl)" 6000
	done
}

case_keys() {
	hosts
	documents
	keys
	worker_options="--key worker.key --peer-key hub.pub"
	start_chain --key hub.key --allow allowed
	start_store --key hub.key --allow allowed
	wait $store || fail "the store ended with $?"
	same "$(wc -l <out.jsonl)" 6000
	end_chain
}

run_cases
