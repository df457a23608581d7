#!/bin/bash
# leat cat, stat, verify, search, run and the dispatcher.
. "$(dirname "$0")/lib.sh"
PATH=$ROOT/${B:-build}/tests/e2e/bin:$PATH

sample() {
	cat <<'JSONL'
{"id":"a","url":"http://x.example/1","lang":"nb","title":"Første","text":"En gang til.","status":200}
{"id":"b","lang":"en","title":"Second","text":"Two words","drop":{"stage":"dedup","reason":"same"},"dup":{"kind":"same","of":"a"}}
{"id":"c","lang":"sv","body":"<p>tre</p>"}
{"id":"d","text":"no language","reject":{"stage":"normalize","reason":"charset"}}
{"id":"e","lang":"nb","signals":{"words":3.5},"text":"\u009b31m ESC"}
JSONL
}

case_cat() {
	sample | jsonl_frames >x.leat
	status 0 leat cat x.leat
	same "$(wc -l <out)" 3
	holds out '{"id":"a","url":"http://x.example/1","lang":"nb","title":"Første","status":200,"text":"En gang til."}'
	holds out '{"id":"c","lang":"sv","body":"PHA+dHJlPC9wPg=="}'
	lacks out Second
	status 0 leat cat --dropped --rejected --fields id,drop,reject x.leat
	same "$(sed -n 2p out)" '{"id":"b","drop":{"stage":"dedup","reason":"same"}}'
	same "$(sed -n 4p out)" '{"id":"d","reject":{"stage":"normalize","reason":"charset"}}'
	same "$(wc -l <out)" 5
}

case_cat_selects() {
	sample | jsonl_frames >x.leat
	status 0 leat cat x.leat --id a --id e --fields id
	same "$(tr -d '\n' <out)" '{"id":"a"}{"id":"e"}'
	status 0 leat cat x.leat --url http://x.example/1 --fields id
	same "$(cat out)" '{"id":"a"}'
	status 0 leat cat x.leat --grep 'g(ang|ong)' --fields id
	same "$(cat out)" '{"id":"a"}'
	status 0 leat cat x.leat --grep '<p>' --fields id
	same "$(cat out)" '{"id":"c"}'
	status 0 leat cat x.leat -n 1 --fields lang,id
	same "$(cat out)" '{"lang":"nb","id":"a"}'
	status 2 leat cat x.leat --grep '('
	holds err "--grep: '(': "
	status 2 leat cat x.leat -n 0
}

case_cat_where() {
	leat --version | grep -q libjq || skip "built without libjq"
	sample | jsonl_frames >x.leat
	status 0 leat cat --where '.lang == "nb" and .status == 200' --fields id x.leat
	same "$(cat out)" '{"id":"a"}'
	status 0 leat cat --where '.signals.words > 3' --fields id x.leat
	same "$(tail -n 1 out)" '{"id":"e"}'
	status 2 leat cat --where '.lang ==' x.leat
	holds err "jq expression '.lang =='"
	status 0 leat cat --where '.title | test("F")' --fields id x.leat
	same "$(cat out)" '{"id":"a"}'
	holds err 'warning: --where: failed on 2 records'
}

case_cat_pretty() {
	echo '{"id":"a\"{","list":[],"map":{"x":[1,{"y":null}]}}' | jsonl_frames | leat cat --pretty >out
	same "$(cat out)" '{
  "id": "a\"{",
  "list": [],
  "map": {
    "x": [
      1,
      {
        "y": null
      }
    ]
  }
}'
	python3 -m json.tool <out >/dev/null || fail "not JSON"
}

case_cat_pipes_and_folders() {
	mkdir d
	echo '{"id":"1"}' | jsonl_frames >d/1.leat
	echo '{"id":"2"}' | jsonl_frames >d/2.leat
	touch d/other
	status 0 leat cat d
	same "$(tr -d '\n' <out)" '{"id":"1"}{"id":"2"}'
	leat cat - d/2.leat <d/1.leat >out || fail "exit $?"
	same "$(tr -d '\n' <out)" '{"id":"1"}{"id":"2"}'
	cat d/*.leat | leat cat >out || fail "exit $?"
	same "$(tr -d '\n' <out)" '{"id":"1"}{"id":"2"}'
}

case_cat_head_is_quiet() {
	seq 20000 | sed "s/.*/{\"id\":\"&\",\"text\":\"$(printf %0100d 0)\"}/" | jsonl_frames 500 >x.leat
	sh_status 0 'leat cat x.leat | head -n 1'
	same "$(wc -c <err)" 0
	sh_status 0 'leat cat < x.leat | head -n 1'
	same "$(wc -c <err)" 0
}

case_cut_flow() {
	sample | jsonl_frames >x.leat
	head -c -50 x.leat >cut.leat
	status 74 leat cat cut.leat
	same "$(wc -l <out)" 3 "what came before the cut"
	holds err 'cut.leat: the flow was cut'
	status 74 leat stat cut.leat
	holds out 'end       cut'
	status 74 leat verify cut.leat
	same "$(wc -c <out)" 0
}

case_stat() {
	sample | jsonl_frames 2 'ingest/1 | dedup/1 by=url' >x.leat
	status 0 leat stat x.leat x.leat
	for line in 'end       complete' 'flows     2' 'frames    6' 'records   10' 'kept      6' 'dropped   2' 'rejected  2' \
		"bytes     $(($(wc -c <x.leat) * 2))" 'recipe    ingest/1 | dedup/1 by=url' 'normalize: charset'; do
		holds out "$line"
	done
	status 0 leat stat --json x.leat
	python3 - <<'PY' || fail "JSON differs"
import json
s = json.load(open("out"))
assert s["records"] == 5 and s["kept"] == 3 and s["dropped"] == {"dedup: same": 1} and s["rejected"] == {"normalize: charset": 1}
assert s["recipes"] == ["ingest/1 | dedup/1 by=url"] and s["end"] == "complete" and s["layers"]["bulk"]["raw"] > 0
PY
}

# Every byte of a small file, changed or cut off there: said, never passed by.
case_verify() {
	sample | jsonl_frames >x.leat
	status 0 leat verify x.leat
	holds out 'x.leat: whole: 1 flows, 3 frames, 5 records'
	python3 - <<'PY' || fail "see above"
import subprocess
data = open("x.leat", "rb").read()
def verify(bytes):
    p = subprocess.run(["leat", "verify", "-"], input=bytes, capture_output=True)
    return p.returncode, p.stderr
for i in range(0, len(data), 7):
    code, err = verify(data[:i] + bytes([data[i] ^ 1]) + data[i + 1:])
    assert code in (65, 74, 78) and b"leat verify: error: " in err, (i, code, err)
for i in range(0, len(data), 7):
    code, err = verify(data[:i])
    assert code == 74, (i, code, err)
PY
	cp x.leat good.leat
	printf 'x' | dd of=x.leat bs=1 seek=300 conv=notrunc 2>/dev/null
	status 65 leat verify x.leat good.leat
	holds out 'good.leat: whole'
}

case_dispatcher() {
	status 2 leat
	status 2 leat nosuch
	holds err "'nosuch' is no command"
	status 2 leat --nosuch
	status 0 leat --help
	holds out 'leat cat '
	status 0 leat cat --version
	holds out 'libraries:'
	mkdir bin
	printf '#!/bin/sh\necho "own $*"\n' >bin/leat-own
	chmod +x bin/leat-own
	PATH=$PATH:$PWD/bin leat own a b >out || fail "exit $?"
	same "$(cat out)" 'own a b'
	leat normalize --help >out || fail "exit $?"
	holds out 'usage: leat-normalize'
}

case_no_such_file() {
	status 1 leat cat nosuch.leat
	holds err 'leat cat: error: nosuch.leat: cannot open: No such file or directory'
	mkdir empty
	status 1 leat cat empty
	echo 'just text' >t.txt
	status 65 leat cat t.txt
	holds err 'text: start with leat-ingest'
}

corpus() {
	cat <<'JSONL' | jsonl_frames | leat-store --quiet corpus.db || fail "leat-store: exit $?"
{"id":"1","url":"http://a.example/x","lang":"nb","title":"Ferga går","published":"2025-03-11","text":"Den nye ferga går hver halvtime over fjorden."}
{"id":"2","url":"http://b.example/","lang":"en","title":"The ferry","published":"2024-05","text":"The new ferry leaves every half hour.\n\nAcross the fjord."}
{"id":"3","url":"http://c.b.example/","lang":"ja","title":"船","fetched":"2023-01-01T00:00:00Z","text":"新しいフェリーは三十分ごとにフィヨルドを渡ります。"}
{"id":"4","lang":"en","site":"The Bell","title":"esc\u009b31m","text":"A bell \u009b31m rings"}
JSONL
}
hits() { leat search --json corpus.db "$@" 2>/dev/null | sed 's/{"id":"\(.\)".*/\1/' | sort | tr -d '\n'; }

case_search() {
	leat-store --version | grep -q sqlite || skip "built without SQLite"
	corpus
	same "$(hits ferga)" 1
	same "$(hits FERGÅ)" 1 "case and accents do not count"
	same "$(hits 'ferga OR ferry')" 12
	same "$(hits 'new ferry')" 2
	same "$(hits '"ferry new"')" ''
	same "$(hits 'fer*')" 12
	same "$(hits 'fer* -half')" 1
	same "$(hits フェリー)" 3
	same "$(hits 'fer*' --lang en,nb)" 12
	same "$(hits 'fer*' --lang en)" 2
	same "$(hits 'ferry OR フェリー' --site b.example)" 23
	same "$(hits bell --site 'the bell')" 4
	same "$(hits 'fer*' --since 2025)" 1
	same "$(hits 'フェリー' --since 2022-12-31)" 3
	same "$(hits 'fer*' --limit 1 | wc -c)" 1
	status 0 leat search corpus.db nowhere
	same "$(wc -c <out)" 0
	holds err '0 documents'
}

case_search_shows() {
	leat-store --version | grep -q sqlite || skip "built without SQLite"
	corpus
	status 0 leat search corpus.db halvtime
	same "$(cat out)" "Ferga går  nb  2025-03-11
  http://a.example/x
  Den nye ferga går hver halvtime over fjorden."
	status 0 leat search --json corpus.db フェリー
	python3 -c 'import json; r = json.load(open("out")); assert "フェリーは" in r["snippet"] and r["score"] > 0, r' || fail "JSON"
	script -qec 'leat search corpus.db bell' /dev/null >tty </dev/null
	grep -qP '\x1b\[1;31mbell\x1b\[0m' tty || fail "not marked"
	lacks tty $'\u009b'
}

case_search_refuses() {
	leat-store --version | grep -q sqlite || skip "built without SQLite"
	corpus
	status 2 leat search corpus.db
	status 2 leat search corpus.db -- '-' '""'
	status 2 leat search corpus.db x --since yesterday
	status 1 leat search nosuch.db x
	echo text >t.db
	status 65 leat search t.db x
	sqlite3 other.db 'create table t(x)' 2>/dev/null || python3 -c 'import sqlite3; sqlite3.connect("other.db").execute("create table t(x)")'
	status 65 leat search other.db x
	holds err 'not a corpus of leat-store'
	# nothing a person types is a syntax error
	for q in '"' '*' 'a AND' 'NEAR(' 'OR' 'x OR' ': ^ +' "a'b" 'title:x'; do
		leat search corpus.db -- "$q" >out 2>err
		case $? in 0 | 2) ;; *) fail "$q: $(cat err)" ;; esac
	done
}

# Programs of the test's own stand in for the stages: `leat run` finds them in PATH.
fake() { # fake NAME 'shell script'
	mkdir -p fakes
	printf '#!/bin/bash\n[ "$1" = --check ] && exit 0\n%s\n' "$2" >"fakes/leat-$1"
	chmod +x "fakes/leat-$1"
	PATH=$PATH:$PWD/fakes
}
chain_of() { # chain_of NAME...: p.yaml
	local IFS=,
	echo "pipeline: [$*]" >p.yaml
}

case_run_command_line() {
	status 0 leat run --dry-run news/ 'a b' -o x.db
	same "$(cat out)" "leat-ingest -- news/ 'a b' | leat-normalize -- | leat-dedup --state=x.db.state -- | leat-extract -- | leat-store -- x.db"
	status 0 leat run --dry-run --replace --jobs 2 -q in -o x.db
	same "$(cat out)" "leat-ingest --quiet --jobs=2 -- in | leat-normalize --quiet --jobs=2 -- | leat-dedup --quiet --jobs=2 --replace --state=x.db.state -- | leat-extract --quiet --jobs=2 -- | leat-store --quiet --replace -- x.db"
	printf 'input: i\noutput: o.leat/\npipeline: [ingest, dedup, {stage: dedup, by: near}, store]\n' >p.yaml
	status 0 leat run --dry-run p.yaml
	same "$(cat out)" "leat-ingest --config=p.yaml -- i | leat-dedup --config=p.yaml --state=o.leat.state -- | leat-dedup --config=p.yaml --state=o.leat.state-2 --by=near -- | leat-store --config=p.yaml -- o.leat/"
	status 2 leat run in
	holds err 'needs one sink'
	status 2 leat run -o x.db
	holds err 'needs an input'
}

case_run_status() {
	fake one 'echo data; exit ${ONE:-0}'
	fake two 'cat; exit ${TWO:-0}'
	fake three 'cat >got; exit ${THREE:-0}'
	chain_of one two three
	status 0 leat run p.yaml in -o out.x
	same "$(cat got)" data
	TWO=78 ONE=74 THREE=74 status 78 leat run p.yaml in -o out.x
	THREE=75 ONE=74 status 75 leat run p.yaml in -o out.x
	fake two 'kill -SEGV $$'
	status 139 leat run p.yaml in -o out.x
	chain_of one nosuch three
	status 2 leat run p.yaml in -o out.x
	holds err 'leat-nosuch: cannot run'
	[ ! -e started ] || fail "half started"
}

# The first signal goes to the source alone; the others end by its end.
case_run_interrupted() {
	fake one 'trap "echo stopped; exit 75" TERM; echo ready >ready; while :; do read -r -t 0.05 <> <(:); done'
	fake two 'trap "echo two had a signal >bad" TERM INT; cat >got; exit 0'
	chain_of one two
	leat run p.yaml in -o x &
	local pid=$!
	until_true 10 test -s ready
	kill -TERM $pid
	wait $pid
	same $? 75
	same "$(cat got)" stopped
	[ ! -e bad ] || fail "$(cat bad)"
}

gone() { ! kill -0 "$1" 2>/dev/null; }

# A second signal, and the death of `leat run` itself, end all of them at once.
case_run_children_never_outlive_it() {
	fake one 'trap "" TERM INT; echo $$ >one; while :; do read -r -t 0.05 <> <(:); done'
	fake two 'trap "" TERM INT; echo $$ >two; while :; do read -r -t 0.05 <> <(:); done'
	chain_of one two
	for how in twice killed; do
		rm -f one two
		leat run p.yaml in -o x &
		local pid=$!
		until_true 10 test -s one
		until_true 10 test -s two
		if [ $how = twice ]; then
			kill -TERM $pid
			kill -HUP $pid
			wait $pid
			same $? 75
		else
			kill -KILL $pid
			wait $pid
		fi
		until_true 10 gone "$(cat one)"
		until_true 10 gone "$(cat two)"
	done
}

run_cases
