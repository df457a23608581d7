#!/bin/bash
# Habits that every program shares: where options stand, what they refuse, what they print
# where, and their exit status.
. "$(dirname "$0")/lib.sh"
PATH=$ROOT/${B:-build}/tests/e2e/bin:$PATH

programs() { for p in "$BIN"/leat-*; do basename "$p"; done; }
# Those that read frames and hand frames on, with what they need to run.
middles() {
	printf '%s\n' leat-normalize leat-dedup leat-extract 'leat-filter --lang en' | while read -r p; do
		[ -x "$BIN/${p%% *}" ] && echo "$p"
	done
}
frames() { printf '{"id":"a","lang":"en","text":"A first text."}\n{"id":"b","lang":"nb","text":"En annen tekst."}\n' | jsonl_frames; }
# on_terminal COMMAND: runs it with stdin, stdout and stderr on a terminal; output in tty.
on_terminal() {
	command -v script >/dev/null || skip "no script(1)"
	script -qec "$1" /dev/null >tty 2>&1 </dev/null
}

case_options_before_and_behind_operands() {
	printf 'One paragraph of text that is long enough to be one.\n' >a.txt
	leat-ingest a.txt --quiet --stats s1 >1.leat || fail "behind: $?"
	leat-ingest -q --stats=s2 a.txt >2.leat 2>err || fail "before: $?"
	[ ! -s err ] || fail "-q is not quiet: $(head -n 1 err)"
	same "$(leat cat 1.leat)" "$(leat cat 2.leat)"
	same "$(leat cat --fields id,text -n 1 1.leat)" "$(leat cat 1.leat -n1 --fields=id,text)"
	cp a.txt ./--quiet
	leat-ingest -- --quiet >3.leat || fail "behind --: $?"
	same "$(leat cat 3.leat --fields text)" "$(leat cat 1.leat --fields text)"
}

case_unknown_words_are_errors() {
	for p in $(programs); do
		status 2 "$p" --nosuch-option
		holds err "$p: error: unknown option '--nosuch-option'"
		status 2 "$p" --quite
		holds err "did you mean '--quiet'?"
		status 2 "$p" --jobs
		holds err "$p: error: --jobs: needs a value"
		status 2 "$p" --jobs 0
		status 2 "$p" --jobs=many
	done
	middles | while read -r p; do
		sh_status 2 "frames | $p operand" || exit 1
		holds err 'operand: unexpected'
	done || fail "see above"
}
export -f frames

case_dash_is_standard_input() {
	printf 'One paragraph of text that is long enough to be one.\n' >a.txt
	leat-ingest - --quiet <a.txt >x.leat || fail "leat-ingest -: $?"
	same "$(leat cat - --fields text <x.leat)" "$(leat cat x.leat --fields text)"
	leat-normalize --in - --out - <x.leat >y.leat || fail "--in - --out -: $?"
	leat-store --quiet - <y.leat >z.jsonl || fail "leat-store -: $?"
	same "$(wc -l <z.jsonl)" 1
}

case_frames_to_a_terminal_are_refused() {
	frames >x.leat
	middles | while read -r p; do
		on_terminal "$p --in x.leat; echo exit \$?"
		holds tty 'exit 2'
		holds tty 'leat cat'
		lacks tty LEAT
	done || fail "see above"
	printf 'Text.\n' >a.txt
	on_terminal 'leat-ingest a.txt; echo exit $?'
	holds tty 'exit 2'
	# JSON lines are for people, too
	on_terminal 'leat cat x.leat; echo exit $?'
	holds tty 'exit 0'
	holds tty '"A first text."'
}

case_no_input_on_a_terminal_is_usage() {
	middles | while read -r p; do
		on_terminal "$p --out y.leat; echo exit \$?"
		holds tty 'exit 2'
	done || fail "see above"
	for p in 'leat cat' 'leat stat' 'leat verify' 'leat-store x.jsonl' 'leat-ingest --out y.leat'; do
		on_terminal "$p; echo exit \$?"
		holds tty 'exit 2'
	done
}

case_other_input_says_what_it_is() {
	printf 'Some plain text.\n' >text
	printf '{"text":"x"}\n' >json
	printf '<html><p>x</html>\n' >html
	printf 'WARC/1.0\r\n' >warc
	echo x | gzip >gzip
	middles | while read -r p; do
		for kind in text json html warc gzip; do
			sh_status 65 "$p <$kind"
			holds err 'start with leat-ingest'
			same "$(wc -c <out)" 0 "$p <$kind"
		done
		for cut in '' LE; do
			sh_status 74 "printf '$cut' | $p" || exit 1
			same "$(wc -c <out)" 0 "$p of nothing"
		done
	done || fail "see above"
	sh_status 65 'leat-store x.jsonl <text'
	[ ! -e x.jsonl ] || [ ! -s x.jsonl ] || fail "a sink was filled"
}

case_stdout_is_data_only() {
	frames >x.leat
	middles | while read -r p; do
		$p --in x.leat >y.leat 2>err || fail "$p: $?"
		leat verify y.leat >out || fail "$p wrote no frames"
	done || fail "see above"
}

case_quiet_and_json_log() {
	frames >x.leat
	leat-dedup --quiet --in x.leat --out y.leat 2>err || fail "exit $?"
	same "$(cat err)" ''
	leat-store --json-log - <x.leat >out 2>err || fail "exit $?"
	status 1 leat-dedup --json-log --in nosuch.leat
	python3 - <<'PY' || fail "no JSON line: $(cat err)"
import json
for line in open("err"):
    m = json.loads(line)
    assert m["level"] == "error" and m["program"] == "leat-dedup" and "nosuch.leat" in m["message"], m
    assert m["time"].endswith("Z")
PY
}

case_stats_add_up() {
	frames >x.leat
	middles | while read -r p; do
		$p --in x.leat --out y.leat --stats s.json --quiet || fail "$p: $?"
		python3 - "$p" <<'PY' || exit 1
import json, sys
s = json.load(open("s.json"))
for key in "in kept dropped rejected faults bytes_in bytes_out seconds".split():
    assert key in s, (sys.argv[1], key, s)
assert s["in"] == 2 == s["kept"] + sum(s["dropped"].values()) + s["rejected"], (sys.argv[1], s)
PY
	done || fail "see above"
}

case_sample_is_the_same_everywhere() {
	for i in $(seq 400); do echo "{\"id\":\"id-$i\",\"lang\":\"en\",\"text\":\"text number $i\"}"; done | jsonl_frames 50 >x.leat
	leat-dedup --sample 0.25 --seed 7 --in x.leat | leat cat --fields id >1
	leat-filter --lang en --sample 0.25 --seed 7 --in x.leat | leat cat --fields id >2
	leat-dedup --in x.leat --sample .25 --seed 7 | leat-filter --lang en --sample .25 --seed 7 | leat cat --fields id >3
	leat-dedup --sample 0.25 --seed 8 --in x.leat | leat cat --fields id >4
	cmp 1 2 && cmp 1 3 || fail "another sample"
	! cmp -s 1 4 || fail "another seed, the same sample"
	[ "$(wc -l <1)" -gt 60 ] && [ "$(wc -l <1)" -lt 140 ] || fail "$(wc -l <1) of 400"
}

case_config_file() {
	frames >x.leat
	printf 'filter:\n  lang: [nb]\nother: {a: 1}\n' >c.yaml
	leat-filter --config c.yaml --in x.leat | leat cat --fields id >out
	same "$(cat out)" '{"id":"b"}'
	leat-filter --config c.yaml --lang en --in x.leat | leat cat --fields id >out
	same "$(cat out)" '{"id":"a"}' "the command line is stronger"
	printf 'filter:\n  lnag: [nb]\n' >c.yaml
	status 78 leat-filter --config c.yaml --in x.leat
	holds err "c.yaml:2:3: unknown option 'lnag' of filter; did you mean 'lang'?"
}

case_control_characters_are_masked() {
	status 1 leat-dedup --in "$(printf 'a\033[31mb')"
	lacks err "$(printf '\033')"
	status 1 leat cat "$(printf 'a\033[31mb\nc')"
	lacks err "$(printf '\033')"
	same "$(wc -l <err)" 1
	status 2 leat "$(printf '\033[31m')"
	lacks err "$(printf '\033')"
}

case_exit_status_of_io() {
	frames >x.leat
	status 1 leat-dedup --in nosuch.leat
	holds err 'leat-dedup: error: nosuch.leat: cannot open: No such file or directory'
	status 1 leat-dedup --in x.leat --out nosuch/y.leat
	head -c -30 x.leat >cut.leat
	status 74 leat-dedup --in cut.leat --out y.leat
	holds err 'the flow was cut'
	sh_status 74 'leat cat y.leat'
	[ -w /dev/full ] || return 0
	sh_status 75 'leat-dedup --in x.leat >/dev/full'
}

case_head_is_quiet() {
	for i in $(seq 3000); do echo "{\"id\":\"$i\",\"text\":\"$(printf %0200d "$i")\"}"; done | jsonl_frames 100 >x.leat
	sh_status 0 'leat cat x.leat | head -n 1'
	same "$(cat err)" ''
	sh_status 0 'leat-store --quiet - <x.leat | head -n 1; exit ${PIPESTATUS[1]}'
}

# Who asks for errors only is told why the exit status is not 0.
case_quiet_is_not_silent_about_a_failure() {
	status 65 leat-ingest --quiet nosuch
	same "$(cat err)" 'leat-ingest: error: not all of the input was good: without --quiet, each fault is named'
	frames >whole.leat
	status 0 leat-normalize --quiet --in whole.leat
	same "$(cat err)" ''
}

case_recipe_names_what_was_given() {
	frames | leat-filter --lang en | leat-dedup --by url,exact --jobs 2 | leat stat --json >out
	python3 -c 'import json; r = json.load(open("out"))["recipes"]; assert r == ["test/1 | filter/1 lang=en | dedup/6 by=url,exact"], r' || fail recipe
}

run_cases
