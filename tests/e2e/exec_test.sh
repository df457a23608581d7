#!/bin/bash
# leat-exec: a command as a stage, and what happens when it is none.
. "$(dirname "$0")/lib.sh"
PATH=$ROOT/${B:-build}/tests/e2e/bin:$PATH

sample() { # sample COUNT: records id 1.. with a text, 10 a frame
	python3 -c 'import json, sys
for i in range(1, int(sys.argv[1]) + 1): print(json.dumps({"id": str(i), "lang": "en", "text": "Text number %d." % i}))' "$1" | jsonl_frames 10
}
counts() { python3 -c 'import json; s = json.load(open("s.json")); assert s["in"] == s["kept"] + sum(s["dropped"].values()) + s["rejected"], s; print(s["in"], s["kept"], sorted(s["dropped"].items()), s["rejected"], s["faults"].get("restart", 0))'; }
dead() { leat cat --rejected --where .reject --fields id,reject "$1"; }

case_cat_changes_nothing() {
	printf '%s\n' '{"id":"a","lang":"nb","lang_score":0.1,"n":-3,"big":18446744073709551615,"cut":[{"rule":"x","at":1,"text":"y"}],"text":"Blå \"x\"\n\u2028"}' \
		'{"id":"b","body":"<p>"}' '{"id":"c","drop":{"stage":"dedup","reason":"same"}}' | jsonl_frames >x.leat
	leat-exec cat --in x.leat --out y.leat --stats s.json || fail "exit $?"
	same "$(counts)" "2 2 [] 0 0"
	same "$(leat cat --dropped y.leat)" "$(leat cat --dropped x.leat)"
}

# A classifier of the user's own.
case_classifier() {
	cat >quality.py <<'PY'
import json, sys

GOOD = {"the", "of", "and", "is", "was", "in"}
for line in sys.stdin:
    record = json.loads(line)
    words = record["text"].lower().split()
    if len(words) < 3:
        print("null")
        continue
    score = sum(word in GOOD for word in words) / len(words)
    print(json.dumps({"quality": round(score, 3), "topic": "sea" if "ferry" in words else None}))
PY
	printf '%s\n' '{"id":"a","text":"The ferry is in the harbour"}' '{"id":"b","text":"Menu"}' \
		'{"id":"c","topic":"old","text":"cheap pills online"}' | jsonl_frames >x.leat
	leat-exec 'python3 quality.py' --send text --in x.leat --stats s.json >y.leat || fail "exit $?"
	same "$(counts)" "3 2 [('exec', 1)] 0 0"
	same "$(leat cat y.leat --fields id,quality,topic)" '{"id":"a","quality":0.667,"topic":"sea"}
{"id":"c","quality":0.0}'
	leat stat y.leat >out
	holds out 'test/1 | exec/1 send=text command=sh%20-c%20python3%20quality.py'
}

case_answers() {
	printf '{"id":"%s","text":"t"}\n' 1 2 3 4 5 6 7 8 | jsonl_frames 8 >x.leat
	cat >answers <<'JSONL'
{"text":"new","id":"one"}
null
{"reject":"not for us"}
{"drop":"too dull"}
[1]
not json
{"text":7}
{"body":"PHA+"}
JSONL
	leat-exec 'cat answers; exec cat >/dev/null' --in x.leat --out y.leat --stats s.json || fail "exit $?"
	same "$(counts)" "8 1 [('exec', 1), ('too dull', 1)] 5 0"
	same "$(leat cat y.leat)" '{"id":"one","text":"new"}'
	dead y.leat >out
	holds out '{"id":"3","reject":{"stage":"exec","reason":"exec: not for us"}}'
	holds out '"reason":"exec: the answer is neither an object nor null"'
	holds out '"reason":"exec: the answer is no JSON'
	holds out '"reason":"exec: text of the answer is no text"'
	holds out '"reason":"exec: the answer changes body"'
}

# One record that kills the command, one that makes it hang: each is found, alone.
case_dying_and_hanging() {
	sample 60 >x.leat
	cat >bad.py <<'PY'
import json, os, sys, time
for line in sys.stdin:
    record = json.loads(line)
    if record["id"] == "17":
        os.kill(os.getpid(), 9)
    if record["id"] == "18":
        sys.exit(3)
    if record["id"] == "44":
        time.sleep(1000)
    print('{"seen":true}')
PY
	leat-exec 'python3 bad.py' --timeout 5s --in x.leat --out y.leat --stats s.json || fail "exit $?"
	same "$(counts | sed 's/ [0-9]*$//')" "60 57 [] 3"
	dead y.leat >out
	same "$(cat out)" '{"id":"17","reject":{"stage":"exec","reason":"exec: the command was killed by signal 9"}}
{"id":"18","reject":{"stage":"exec","reason":"exec: the command ended without an answer"}}
{"id":"44","reject":{"stage":"exec","reason":"exec: no answer for 5 s"}}'
	same "$(leat cat y.leat --where .seen --fields id | wc -l)" 57
}

# The same by a command that answers nothing before it has read all.
case_dying_while_collecting() {
	sample 20 >x.leat
	cat >late.py <<'PY'
import json, os, sys
lines = sys.stdin.readlines()
if any(json.loads(line)["id"] == "7" for line in lines):
    os._exit(1)
for line in lines:
    print('{"late":1}')
PY
	leat-exec 'python3 late.py' --timeout 4s --in x.leat --out y.leat --stats s.json || fail "exit $?"
	same "$(dead y.leat)" '{"id":"7","reject":{"stage":"exec","reason":"exec: the command ended without an answer"}}'
	same "$(leat cat y.leat --where .late --fields id | wc -l)" 19
}

case_jobs_keep_the_order() {
	sample 500 >x.leat
	leat-exec cat --jobs 4 --in x.leat --out y.leat || fail "exit $?"
	same "$(leat cat y.leat | cksum)" "$(leat cat x.leat | cksum)"
}

# What a command may do wrong, and what the records then are: kept, and rejected with which reason.
case_faults() {
	sample 40 >x.leat
	cat >long.py <<'PY'
import sys
for line in sys.stdin:
    if '"id":"9"' in line:
        sys.stdout.write("x" * 70000000)
    print("{}")
PY
	while IFS=$'\t' read -r kept reason command; do
		leat-exec "$command" --in x.leat --out y.leat --stats s.json 2>err || fail "$command: exit $?: $(cat err)"
		same "$(python3 -c 'import json; s = json.load(open("s.json")); assert s["kept"] + s["rejected"] == s["in"]; print(s["kept"])')" "$kept" "$command"
		[ "$kept" -eq 40 ] || leat cat --rejected --where .reject --fields reject y.leat | sort -u | grep -qF "$reason" || fail "$command: $(dead y.leat | head -n 1)"
	done <<-'TABLE'
		40	-	head -n 5 >/dev/null; exec 0<&-; echo "{}"
		40	-	read -r line; echo "{}"; exit 0
		40	-	while read -r line; do echo "{}"; done; exit 9
		39	an answer of over 67108864 bytes	exec python3 long.py
		0	the answer is no JSON: not JSON: byte 6 is no UTF-8	while read -r line; do printf '{"a":"\377\376"}\n'; done
		0	a control character in a string	while read -r line; do printf '{"a":"\001"}\n'; done
		0	the answer is no JSON	while read -r line; do echo; done
		0	nested too deep	sed -u 's/.*/[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[/'
		0	text of the answer is no text	sed -u 's/.*/{"text":null}/'
		0	neither an object nor null	sed -u 's/.*/"text"/'
	TABLE
	status 1 leat-exec 'exec >&-; cat >/dev/null' --in x.leat --out y.leat
	holds err 'fails on every record: the command ended without an answer'
}

# Two children, of which each dies at its own record: the others are theirs again.
case_jobs_and_dying() {
	sample 400 >x.leat
	leat-exec --jobs 2 --in x.leat --out y.leat --stats s.json \
		"sed -u -e '/\"id\":\"[0-9]*77\"/Q' -e 's/.*/{\"seen\":1}/'" || fail "exit $?"
	same "$(dead y.leat | sed 's/,.*//' | tr '\n' ' ')" '{"id":"77" {"id":"177" {"id":"277" {"id":"377" '
	same "$(leat cat y.leat --where .seen --fields id | wc -l)" 396
}

case_broken_commands_end_the_run() {
	sample 40 >x.leat
	status 1 leat-exec --in x.leat --out y.leat nosuchprogram x
	holds err 'nosuchprogram: cannot be run (exit status 127)'
	status 1 leat-exec --in x.leat --out y.leat 'nosuchprogram'
	status 1 leat-exec --in x.leat --out y.leat 'exit 1'
	holds err 'fails on every record'
	status 1 leat-exec --in x.leat --out y.leat 'echo hello; cat'
	holds err 'answers more lines than it gets'
	status 2 leat-exec --in x.leat --out y.leat
	holds err 'needs a command'
}

# A line too many is found wherever it is said: behind the last answer of all, or of a question, at
# once or later; the command may not count as sound.
case_a_line_too_many() {
	sample 40 >x.leat
	while IFS= read -r command; do
		for jobs in 1 3; do
			status 1 leat-exec --jobs $jobs --in x.leat --out y.leat "$command"
			holds err 'answers more lines than it gets: it must write one line for each that it reads, and all else to standard error'
		done
	done <<-'TABLE'
		cat; echo done
		sed -u 's/.*/{}/'; echo
		sed 's/.*/{}/'; printf 'no line break'
		sed -u -e 's/.*/{}/' -e '10a{}'
		sed -u -e 's/.*/{}/' -e '1i{}'
		while read -r line; do echo '{}'; case $line in *'"id":"'?0*) sleep .1; echo '{}';; esac; done
	TABLE
	# what goes to standard error is no answer, nor is what a command says that answers all at its end
	leat-exec --in x.leat --out y.leat --stats s.json 'cat; echo done >&2' 2>err || fail "exit $?: $(cat err)"
	same "$(counts)" "40 40 [] 0 0"
}

case_program_with_arguments() {
	sample 3 >x.leat
	leat-exec --in x.leat --send id -- sed -u 's/^.*$/{"a b": "c|d"}/' >y.leat || fail "exit $?"
	same "$(leat cat y.leat --fields 'a b' | sort -u)" '{"a b":"c|d"}'
	leat stat y.leat >out
	holds out 'command=sed%20-u%20s/^.*$/{"a%20b":%20"c%7Cd"}/'
}

ended() { ! grep -qE '^State:\s+[^Z]' "/proc/$1/status" 2>/dev/null; }

case_no_child_is_left() {
	sample 3 >x.leat
	leat-exec 'echo $$ >pid; sh -c "echo \$\$ >inner; cat >/dev/null; cat" & exec cat' --in x.leat --out y.leat || fail "exit $?"
	for f in pid inner; do
		until_true 5 ended "$(cat $f)"
	done
}

run_cases
