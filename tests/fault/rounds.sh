# Sourced by run.sh: one round of the campaign.

FILES=${FILES:-4000} DOCUMENTS=${DOCUMENTS:-8} FAULT_SECONDS=${FAULT_SECONDS:-12} END_SECONDS=${END_SECONDS:-60}
ROLES=(source worker1 worker2 worker3 dedup store)

# endpoints CARRIER: sets up, middle, down.
endpoints() {
	local port=$((20000 + ($$ + SEED) % 20000))
	if [ "$1" = tcp ]; then
		up=tcp://127.0.0.1:$port middle=tcp://127.0.0.1:$((port + 1)) down=tcp://127.0.0.1:$((port + 2))
	else
		up=ipc://$PWD/up middle=ipc://$PWD/middle down=ipc://$PWD/down
	fi
}

start_links() {
	local i
	supervise source "$bin/leat-ingest" data --root data --quiet --state state.source --out "bind:$up" &
	for i in 1 2 3; do
		supervise "worker$i" "$bin/leat-normalize" --quiet --in "connect:$up" --out "connect:$middle" &
	done
	supervise dedup "$bin/leat-dedup" --quiet --state state.dedup --in "bind:$middle" --out "connect:$down" &
	supervise store "$bin/leat-store" out.jsonl --quiet --in "bind:$down" &
}

pick() { echo "${ROLES[RANDOM % ${#ROLES[@]}]}"; }

# One fault; sets the time until the next, in ms.
one_fault() {
	local role
	role=$(pick)
	if [ $((RANDOM % 12)) = 0 ]; then
		signal_role STOP "$role" && stops=$((stops + 1))
		# Past the time after which the silent are dead, now and then.
		(nap "$((RANDOM % 4 == 0 ? 6 : RANDOM % 3)).$((RANDOM % 10))"; signal_role CONT "$role") &
	else
		signal_role KILL "$role" && kills=$((kills + 1))
	fi
}

link_round() {
	local until=$((SECONDS + FAULT_SECONDS)) last
	endpoints "$1"
	start_links
	until [ -e pids/source ] || [ -e failed ]; do nap 0.05; done
	while [ "$SECONDS" -lt "$until" ] && [ ! -e done ] && [ ! -e failed ]; do
		nap "0.0$((RANDOM % 10))"; nap "0.$((RANDOM % 2))"
		one_fault
	done
	last=$((SECONDS + END_SECONDS))
	local began=$EPOCHREALTIME
	until [ -e done ] || [ -e failed ] || [ "$SECONDS" -ge "$last" ]; do nap 0.1; done
	tail_ms=$(awk -v a="$began" -v b="$EPOCHREALTIME" 'BEGIN { print int((b - a) * 1000) }')
	[ -e done ] || { [ -e failed ] && cat failed || echo "no end within $END_SECONDS s of the last fault"; end_round; wait; return 1; }
	end_round
	wait
}

# Chains on pipes are killed in the middle and run again: what is stored stays stored once.
pipe_round() {
	local try pids victim
	for try in 1 2 3 4 5 6; do
		mkfifo "p1.$try" "p2.$try" "p3.$try"
		"$bin/leat-ingest" data --root data --quiet >"p1.$try" 2>>log/source & pids=($!)
		"$bin/leat-normalize" --quiet <"p1.$try" >"p2.$try" 2>>log/worker1 & pids+=($!)
		"$bin/leat-dedup" --quiet --state state.dedup <"p2.$try" >"p3.$try" 2>>log/dedup & pids+=($!)
		"$bin/leat-store" out.jsonl --quiet <"p3.$try" 2>>log/store & pids+=($!)
		if [ "$try" -lt 6 ]; then
			nap "0.$((RANDOM % 40 + 10))"
			victim=${pids[RANDOM % 4]}
			kill -9 "$victim" 2>/dev/null && kills=$((kills + 1))
		fi
		for victim in "${pids[@]}"; do wait "$victim" 2>/dev/null; code=$?; done
	done
	[ "$code" = 0 ] || { echo "the last run on pipes ended with $code"; return 1; }
}

# round CARRIER: 0 where all is well. Sets kills, stops, cuts, fsyncs, fulls.
round() {
	tail_ms=0 kills=0 stops=0 cuts=0 fsyncs=0 fulls=0
	local started=$SECONDS
	mkdir -p pids log
	ln -s ../data data
	ln -s ../want.tsv want.tsv
	if [ "$1" = pipe ]; then pipe_round; else link_round "$1"; fi || return 1
	check_round || return 1
	echo "ok $1: $kills kills, $stops stops, $((SECONDS - started)) s, the last $tail_ms ms without faults"
}
