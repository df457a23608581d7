# Sourced by run.sh: one round of the campaign.

FILES=${FILES:-4000} DOCUMENTS=${DOCUMENTS:-8} FAULT_SECONDS=${FAULT_SECONDS:-8} END_SECONDS=${END_SECONDS:-60}
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

# `inside` runs a command where the round takes place, `store_env` before the store.
start_links() {
	local i
	supervise source "${inside[@]}" "$bin/leat-ingest" data --root data --quiet --state state.source --out "bind:$up" &
	for i in 1 2 3; do
		supervise "worker$i" "${inside[@]}" "$bin/leat-normalize" --quiet --in "connect:$up" --out "connect:$middle" &
	done
	supervise dedup "${inside[@]}" "$bin/leat-dedup" --quiet --by "$by" --state state.dedup --in "bind:$middle" --out "connect:$down" &
	supervise store "${inside[@]}" env "${store_env[@]}" "$bin/leat-store" "$sink/out.jsonl" --quiet --in "bind:$down" &
}

# pause ROLE TENTHS: until it goes on, or the round ends.
pause() {
	local left=$2
	while [ "$left" -gt 0 ] && [ ! -e stopping ]; do
		nap 0.1
		left=$((left - 1))
	done
	signal_role CONT "$1"
}

pick() { echo "${ROLES[RANDOM % ${#ROLES[@]}]}"; }

# One fault; sets the time until the next, in ms.
one_fault() {
	local role
	role=$(pick)
	if [ $((RANDOM % 12)) = 0 ]; then
		signal_role STOP "$role" && stops=$((stops + 1))
		# Past the time after which the silent are dead, now and then.
		pause "$role" $((RANDOM % 4 == 0 ? 65 : RANDOM % 30)) &
	else
		signal_role KILL "$role" && kills=$((kills + 1))
	fi
}

# link_round CARRIER FAULT [AFTER]: FAULT is a function that does one thing, AFTER what follows
# the last.
link_round() {
	local until=$((SECONDS + FAULT_SECONDS)) last
	endpoints "$1"
	start_links
	until [ -e pids/source ] || [ -e failed ]; do nap 0.05; done
	while [ "$SECONDS" -lt "$until" ] && [ ! -e done ] && [ ! -e failed ]; do
		nap "0.0$((RANDOM % 10))"; nap "0.$((RANDOM % 2))"
		$2
	done
	${3:-:}
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
		"$bin/leat-dedup" --quiet --by "$by" --state state.dedup <"p2.$try" >"p3.$try" 2>>log/dedup & pids+=($!)
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

# Every 5th fsync of the store fails, besides the kills.
fsync_round() {
	cc -shared -fPIC -D_GNU_SOURCE -o fsfail.so "$here/fsfail.c" -ldl || return 1
	store_env=(LD_PRELOAD="$PWD/fsfail.so" FSFAIL_EVERY=5)
	link_round ipc one_fault || return 1
	fsyncs=$(grep -c '^exit 75' log/store) || : # none, in a short round
}

# How often the store's disk was full for it.
full_times() { cat log/store 2>/dev/null | grep -c '^exit 75'; }

enlarge_disk() {
	[ "$fulls" = 0 ] && mount -o remount,size=400m small && fulls=1
}

# The store's disk is full until it has failed at it a few times.
one_full() {
	one_fault
	[ "$(full_times)" -le 5 ] || enlarge_disk
}

# Or until the faults are over: it would be waited for in vain.
after_full() {
	local last=$((SECONDS + FAULT_SECONDS))
	until [ "$(full_times)" -gt 0 ] || [ "$SECONDS" -ge "$last" ]; do nap 0.1; done
	[ "$(full_times)" = 0 ] || { enlarge_disk; return; }
	echo "the disk never was full"
	mount -o remount,size=400m small
}

full_round() {
	local result
	if ! { [ "$(id -u)" = 0 ] && mkdir small && mount -t tmpfs -o size=2m leat-fault small 2>/dev/null; }; then
		skip_round "no right to mount"
		return 0
	fi
	sink=small
	link_round ipc one_full after_full
	result=$?
	mv small/out.jsonl* . 2>/dev/null || cp small/out.jsonl* .
	umount small
	[ "$fulls" = 1 ] && return $result
	return 1
}

# Loopback of a network namespace goes down and up, besides the kills.
one_cut() {
	if [ $((RANDOM % 4)) = 0 ]; then
		ip -n "$ns" link set lo down
		nap "$((RANDOM % 2)).$((RANDOM % 10))"
		ip -n "$ns" link set lo up
		cuts=$((cuts + 1))
	else
		one_fault
	fi
}

cut_round() {
	local result
	ns=leat-fault-$$
	if ! { [ "$(id -u)" = 0 ] && ip netns add "$ns" 2>/dev/null; }; then
		skip_round "no right to make a network namespace"
		return 0
	fi
	ip -n "$ns" link set lo up
	inside=(ip netns exec "$ns")
	link_round tcp one_cut
	result=$?
	ip netns del "$ns"
	return $result
}

skip_round() {
	skipped=$((skipped + 1))
	skip_why=$1
}

# round KIND: 0 where all is well. Sets kills, stops, cuts, fsyncs, fulls.
round() {
	local started=$SECONDS kind=$1
	tail_ms=0 kills=0 stops=0 cuts=0 fsyncs=0 fulls=0 skip_why=
	inside=() store_env=() sink=.
	mkdir -p pids log
	[ $((RANDOM % 2)) = 0 ] && copies=exact by=exact || copies=near by=exact,near
	ln -s "../$copies/data" data
	ln -s "../$copies/want.tsv" want.tsv
	case $kind in
	ipc | tcp) link_round "$kind" one_fault ;;
	*) "${kind}_round" ;;
	esac || return 1
	[ -z "$skip_why" ] || { echo "skip $kind: $skip_why"; return 0; }
	check_round || return 1
	echo "ok $kind, $copies copies: $kills kills, $stops stops, $cuts cuts, $fsyncs failed fsyncs, $((SECONDS - started)) s, the last $tail_ms ms without faults"
}
