#!/bin/bash
# `leat run` over links: the same result as over pipes, whatever is killed; and what it says
# of chains that cannot do what they ask for.
. "$(dirname "$0")/lib.sh"

samples() { # samples COUNT
	local i
	mkdir -p data
	for ((i = 1; i <= $1; i++)); do
		printf '{"id":"doc-%d","text":"Text number %d of the sample, long enough to be one."}\n' "$i" "$((i % 300))" >"data/$i.jsonl"
	done
}
records() { sed -n 's/.*"id":"\([^"]*\)".*/\1/p' "$@" | sort; }

case_same_over_all_carriers() {
	local how
	status 0 leat run "$DATA/news" -o want.jsonl -q
	for how in '--workers 2' '--links tcp' '--links ipc --codec none --workers 3'; do
		rm -rf got.jsonl*
		status 0 leat run "$DATA/news" -o got.jsonl $how
		cmp <(records got.jsonl) <(records want.jsonl) || fail "$how: another result"
		same "$(records got.jsonl.dropped.jsonl)" "$(records want.jsonl.dropped.jsonl)" "$how"
		grep -q '^store  *9  *9  *0' err || { cat err; fail "$how: no table of the whole"; }
		same "$(grep -c '^stage' err)" 1 "one table"
	done
	status 0 leat run "$DATA/news" -o got.jsonl --workers 2
	cmp <(records got.jsonl) <(records want.jsonl) || fail "stored twice"
}

children() { pgrep -P "$1" -f "leat-$2( |\$)"; }

# Each stage is killed once in the middle of the run; all is there, nothing twice. The model
# holds the run open until it is done.
case_killed_stages_come_back() {
	local stage run
	samples 400
	leat run data -o want.jsonl -q || fail pipes
	printf '#!/bin/sh\nn=0\nwhile read -r line; do\n\tn=$((n + 1))\n\t[ $n -lt 50 ] || [ -e held ] || echo >held\n\t[ $n -lt 50 ] || until [ -e go ]; do sleep 0.05; done\n\techo {}\ndone\n' >model
	chmod +x model
	echo 'pipeline: [ingest, normalize, {stage: exec, operands: [./model]}, dedup, extract, store]' >p.yaml
	for stage in normalize extract dedup store ingest; do
		rm -rf got.jsonl* held go
		leat run p.yaml data -o got.jsonl --workers 2 2>err &
		run=$!
		until_true 20 test -s held
		kill -KILL "$(children $run $stage | head -n 1)"
		until_true 20 grep -q "$stage.*killed by signal 9; starts again in 0.1 s" err
		echo >go
		wait $run
		same $? 0 "$stage"
		cmp <(records got.jsonl got.jsonl.dropped.jsonl) <(records want.jsonl want.jsonl.dropped.jsonl) || fail "$stage: lost or doubled"
	done
}

# The folder of a run that was killed goes with the next run, that of one that lives stays.
case_a_killed_run_leaves_no_folder() {
	local runs=() name why=
	folder_of() { tr '\0' '\n' <"/proc/$(children "$1" store)/cmdline" | grep -m 1 -o '/tmp/leat-run-[A-Za-z0-9]*' >"$1"; }
	for name in a b; do
		mkfifo $name
		leat run - -o $name.jsonl --links ipc -q <>$name >/dev/null 2>err &
		runs+=($!)
		until_true 20 folder_of $!
	done
	kill -KILL "${runs[0]}"
	wait "${runs[0]}"
	leat run "$DATA/news" -o c.jsonl --links ipc -q || fail "the next run"
	[ -d "$(cat "${runs[1]}")" ] || why="the folder of a run that lives is gone"
	[ ! -e "$(cat "${runs[0]}")" ] || why="the killed run's folder is still there"
	kill -TERM "${runs[1]}"
	wait "${runs[1]}"
	[ ! -e "$(cat "${runs[1]}")" ] || why="a run that ended left its folder"
	[ -z "$why" ] || fail "$why"
}

# A stage that dies at once each time ends the run, and nothing lives on.
case_gives_up_what_cannot_live() {
	mkdir fakes
	printf '#!/bin/sh\n[ "$1" = --check ] && exit 0\nexit ${HOW:-2}\n' >fakes/leat-broken
	chmod +x fakes/leat-broken
	PATH=$PATH:$PWD/fakes
	samples 3
	echo 'pipeline: [ingest, normalize, {stage: broken, workers: 2}, store]' >p.yaml
	status 2 leat run p.yaml data -o out.jsonl
	HOW=78 status 78 leat run p.yaml data -o out.jsonl
}

# Killed when the source has left, the sink may still have files to finish: all runs again.
case_sink_killed_at_the_end() {
	mkdir fakes
	printf '#!/bin/sh\n[ "$1" = --check ] && exit 0\necho origin >>ran\n' >fakes/leat-origin
	printf '#!/bin/sh\n[ "$1" = --check ] && exit 0\necho hole >>ran\n[ $(grep -c hole ran) = 2 ] && exit 0\nuntil grep -q origin ran; do :; done\nuntil pgrep -P $PPID -f leat-origin >/dev/null; [ $? = 1 ]; do :; done\nkill -KILL $$\n' >fakes/leat-hole
	chmod +x fakes/*
	PATH=$PATH:$PWD/fakes
	echo 'pipeline: [origin, hole]' >p.yaml
	status 0 leat run p.yaml . -o out.jsonl --links ipc
	same "$(sort ran | uniq -c | tr -s ' ')" $' 2 hole\n 2 origin'
	same "$(grep -c 'hole: killed by signal 9 before it had finished; all starts again' err)" 1
}

case_interrupted_in_order() {
	local run
	samples 400
	echo 'pipeline: [ingest, {stage: exec, operands: [sh, -c, "while read -r l; do echo {}; done"]}, store]' >p.yaml
	leat run p.yaml data -o got.jsonl --workers 2 -q 2>err &
	run=$!
	until_true 10 test -s got.jsonl
	kill -TERM $run
	wait $run
	local code=$?
	case $code in 75 | 0) ;; *) cat err; fail "exit $code" ;; esac
	status 0 leat run p.yaml data -o got.jsonl -q --workers 2
	same "$(records got.jsonl | wc -l)" 400
	same "$(records got.jsonl | uniq -d | wc -l)" 0
}

# A line each: chain, what is said.
case_chains_that_cannot_do_what_they_ask() {
	local chain want
	samples 3
	while IFS='|' read -r chain want; do
		printf '%b' "$chain" >p.yaml
		leat run p.yaml data -o out.jsonl --dry-run >out 2>err
		case $? in 0 | 2 | 78) ;; *) fail "$chain: exit $?" ;; esac
		holds err "$want"
		same "$(wc -l <err)" 1 "$chain: one line"
	done <<'EOF'
pipeline: [ingest, normalize, {stage: dedup, by: near}, extract, store]|near before extract
pipeline: [ingest, normalize, dedup, extract, store]\ndedup: {by: [exact, near]}|near before extract
pipeline: [ingest, normalize, extract, {stage: dedup, by: near}, filter, store]\nfilter: {lang: [en]}|filter after dedup by near
pipeline: [ingest, extract, store]|extract without normalize
pipeline: [normalize, store]|begins with normalize
pipeline: [ingest, normalize]|ends with normalize
pipeline: [ingest, store, normalize, store]|it stands last
pipeline: [ingest, ingest, store]|it stands first
pipeline: [ingest, {stage: dedup, workers: 2}, store]|decides in one place
pipeline: [ingest, {stage: normalize, workers: 0}, store]|p.yaml:1:48: workers: must be a number
links: udp|p.yaml:1:8: links: must be pipes, ipc or tcp
pipeline: [ingest, dedpu, store]|leat-dedpu: cannot run
pipeline: [ingest, {stage: dedup, bye: near}, store]|--bye
dedup: {bye: near}|bye
pipeline: [ingest, normalize, store|p.yaml
EOF
	[ ! -e out.jsonl ] || fail "half started"
}

case_the_output_is_not_read_as_input() {
	samples 3
	status 78 leat run data -o data/out.jsonl
	holds err 'lies in the input data'
	status 0 leat run data/1.jsonl -o data/out.jsonl -q
	status 78 leat run data/1.jsonl -o data/1.jsonl
	[ -s data/1.jsonl ] || fail "the input was written over"
}

case_nothing_begins_without_input() {
	status 65 leat run nothere -o corpus.db
	holds err "nothere: cannot open: No such file"
	same "$(ls | grep corpus)" ""
	# One of two is worth a run.
	samples 3
	status 1 leat run nothere data -o corpus.jsonl
	same "$(wc -l <corpus.jsonl)" 3
}

case_a_plan_that_runs() {
	samples 3
	status 0 leat run data -o out.jsonl --workers 2 --dry-run
	head -n 1 out | grep -qx '# ingest -> normalize x2 -> dedup -> extract x2 -> store out.jsonl, over ipc' || fail "$(head -n 1 out)"
	same "$(grep -c '^leat-' out)" 7
	same "$(grep -c -e '--codec=none' out)" 6 "over ipc nothing is compressed"
	[ ! -e out.jsonl ] || fail "a dry run wrote"
	status 0 leat run data -o out.jsonl --dry-run
	sh_status 0 "$(cat out)"
	same "$(wc -l <out.jsonl)" 3
	status 2 leat run data -o out.jsonl --workers 2 --links pipes
	holds err 'workers need links'
}

# A port that is taken is said in one line, before anything is started.
case_port_in_use() {
	local kind
	leat-normalize --version | grep -q microhttpd || skip "built without libmicrohttpd"
	command -v curl >/dev/null || skip "no curl"
	samples 1
	mkfifo never
	leat-dedup --quiet --metrics 127.0.0.1:27462 <never >/dev/null 2>&1 &
	local taker=$!
	trap 'kill $taker' EXIT
	exec 5>never
	until_true 10 curl -s -o /dev/null http://127.0.0.1:27462/healthz
	for kind in pipes ipc; do
		status 75 leat run data -o out.jsonl --links $kind --metrics 127.0.0.1:27460
		same "$(cat err)" "leat run: error: --metrics 127.0.0.1:27460: dedup cannot listen on 127.0.0.1:27462 (each of the 5 programs takes a port): Address already in use"
		[ ! -e out.jsonl ] || fail "half started"
	done
}

# The file's values from the environment reach leat run and the stages, which read it themselves.
case_into_a_folder_of_parts() {
	samples 40
	status 0 leat run data -o x.jsonl/
	same "$(cat x.jsonl/*.jsonl | wc -l)" 40
	same "$(cut -f 2 x.jsonl.manifest.tsv | awk '{ n += $1 } END { print n + 0 }')" 40
	status 0 leat run data -o x.jsonl/
	status 0 leat run data -o x.jsonl/ --workers 2
	same "$(cat x.jsonl/*.jsonl | wc -l)" 40 "stored once"
	status 0 leat run data -o y.jsonl/ --workers 2
	[ "$(records x.jsonl/*.jsonl)" = "$(records y.jsonl/*.jsonl)" ] || fail "other records over links"
}

case_values_from_the_environment() {
	samples 3
	cat >p.yaml <<-'YAML'
		pipeline: [ingest, normalize, extract, store]
		input: ${NEWS}
		output: ${OUT:-out.jsonl}
		extract: {signals: "${SIGNALS:-true}"}
		filter: {where: "${NOT_SET_ANYWHERE}"}
	YAML
	status 78 env -u NEWS leat run p.yaml
	holds err 'p.yaml:2:8: NEWS is not set in the environment'
	[ ! -e out.jsonl ] || fail "something was started"
	status 0 env NEWS=data leat run p.yaml
	same "$(wc -l <out.jsonl)" 3
	holds out.jsonl '"signals"'
	status 0 env NEWS=data OUT=other.jsonl SIGNALS=false leat run p.yaml --links ipc
	same "$(wc -l <other.jsonl)" 3
	lacks other.jsonl '"signals"'
	status 78 env NEWS=data SIGNALS=perhaps leat run p.yaml -o x.jsonl
	holds err "p.yaml:4:20: signals: 'perhaps' is neither true nor false"
}

run_cases
