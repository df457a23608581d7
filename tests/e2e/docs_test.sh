#!/bin/bash
# The documents: the example stage builds and runs, and what README shows is so.
. "$(dirname "$0")/lib.sh"

# Built as everything else was (the flags come along in MAKEFLAGS): with others, all would be built
# again under the feet of the tests beside this one.
case_stage_in_40_lines() {
	local build=$ROOT/${B:-build}
	mkdir -p stages/short
	sed -n '/^```c$/,/^```$/p' "$ROOT/stages/README.md" | sed '1d;$d' >stages/short/main.c
	[ "$(wc -l <stages/short/main.c)" -le 50 ] || fail "longer than it says"
	ln -s "$ROOT/Makefile" "$ROOT/common" .
	local san=${B#build/san-}
	[ "$san" != "$B" ] && san=${san//-/,} || san=
	make -s B="$build" SAN="$san" CC="${CC:-gcc}" "$build/bin/leat-short" >out 2>&1 || { cat out; fail "does not build"; }
	mv "$build/bin/leat-short" .
	rm -rf "$build/obj/stages/short"
	leat-ingest "$DATA/news" | leat-normalize | leat-extract | ./leat-short --min 400 --stats s.json |
		leat-store --quiet - >got.jsonl || fail "does not run"
	python3 - <<'PY' || fail "wrong verdicts"
import json
rows = [json.loads(l) for l in open("got.jsonl")]
s = json.load(open("s.json"))
assert rows and all(len(r["text"]) >= 400 for r in rows), "a short text was kept"
assert s["in"] == s["kept"] + sum(s["dropped"].values()) + s["rejected"], s
assert s["dropped"]["short"] > 0, s
PY
}

case_every_option_of_help_is_in_the_manual() {
	local program
	for program in "$BIN"/*; do
		"$program" --help >help || fail "$program --help"
		"$program" --help=man >man || fail "$program --help=man"
		head -n 1 man | grep -q '^\.TH' || fail "$program: no manual page"
		grep -oE '^  --[a-z-]+' help | tr -d ' ' | while read -r option; do
			sed 's/\\-/-/g' man | grep -qF -- "$option" || { echo "WHY $program: $option is not in the manual"; exit 1; }
		done || exit 1
	done
}

# The reader and writer in Python, against what the programs write and read.
case_frames_from_python() {
	local python codec
	for python in python3 /usr/bin/python3; do
		"$python" -c 'import msgpack' 2>/dev/null && break
	done
	"$python" -c 'import msgpack' 2>/dev/null || skip "no python3-msgpack"
	sed -n '/^```python$/,/^```$/p' "$ROOT/common/record/FORMAT.md" | sed '1d;$d' >words.py
	[ "$(grep -c . words.py)" -le 30 ] || fail "longer than it says"
	leat-ingest "$DATA/news" | leat-normalize | leat-dedup | leat-extract --codec none >none.leat || fail "flow"
	leat-replay none.leat --codec zlib --out zlib.leat || fail "zlib"
	for codec in none zlib; do
		"$python" words.py <$codec.leat >words.leat || fail "$codec: Python"
		status 0 leat verify words.leat
		leat-store --quiet words-$codec.jsonl <words.leat || fail "store"
	done
	cmp words-none.jsonl words-zlib.jsonl || fail "the codec changes what is read"
	[ "$(wc -c <words.leat)" -lt "$(wc -c <none.leat)" ] || fail "nothing was compressed"
	"$python" - <<'PY' || fail "words"
import json
rows = [json.loads(line) for line in open("words-zlib.jsonl")]
assert len(rows) > 5 and all(row["words"] == len(row["text"].split()) for row in rows)
PY
	leat-store --quiet plain.jsonl <none.leat
	sed 's/,"words":[0-9]*//' words-zlib.jsonl | cmp - plain.jsonl || fail "something else changed"
	# A byte that is not as it was is noticed.
	"$python" - <<'PY'
data = bytearray(open("zlib.leat", "rb").read())
data[len(data) // 2] ^= 1
open("bad.leat", "wb").write(data)
PY
	! "$python" words.py <bad.leat >out 2>err || fail "a damaged frame was taken"
	holds err damaged
}

# What stands in DOCUMENT as a command (four blanks before it) as one script.
commands_of() { sed -n 's/^    //p' "$ROOT/$1"; }

# Every command of README's examples, in their order, in one folder.
case_readme_examples() {
	ln -s "$ROOT/tests" "$ROOT/configs" .
	sed -n '/^## Four examples/,/^## Programs/p' "$ROOT/README.md" | sed -n 's/^    //p' >commands
	[ "$(wc -l <commands)" -ge 8 ] || fail "no commands found"
	bash -e -o pipefail commands >out 2>err || { tail -n 5 err; fail "an example fails"; }
	holds out 'harbour'
	same "$(sqlite3 corpus.db 'select count(*) from documents')" "$(sqlite3 first-try.db 'select count(*) from documents')"
	zcat corpus.jsonl.gz | grep -q '"lang":"en"' || fail "no English in corpus.jsonl.gz"
}

# Ten pipelines, in one folder.
case_cookbook() {
	ln -s "$DATA/news" news
	commands_of configs/COOKBOOK.md >commands
	same "$(grep -c '^\*\*' "$ROOT/configs/COOKBOOK.md")" 10
	bash -e -o pipefail commands >out 2>err || { tail -n 5 err; fail "a recipe fails"; }
	holds out harbour
	holds out '"dup":{'
	holds own.jsonl '"seen":true'
	holds out 'leat-dedup --config=pipeline.yaml'
	same "$(sqlite3 again.db 'select count(*) from documents')" "$(sqlite3 corpus.db 'select count(*) from documents')"
	same "$(sqlite3 workers.db 'select count(*) from documents')" "$(sqlite3 corpus.db 'select count(*) from documents')"
}

# The news watch; a server on this machine stands for the site.
case_tutorial() {
	local port=$((20000 + $$ % 20000)) server tool
	for tool in wget jq python3 sqlite3; do command -v $tool >/dev/null || skip "no $tool"; done
	ln -s "$DATA/news" news
	mkdir site
	cp news/*.txt site
	cat >site/feed.xml <<EOF
<rss version="2.0"><channel><title>Wire</title>
<item><title>Ferry</title><link>http://news.example/ferry-en.txt</link></item>
<item><title>Wind</title><link>http://news.example/muehle-de.txt</link></item>
</channel></rss>
EOF
	sed -i "s/news\.example/127.0.0.1:$port/" site/feed.xml
	python3 -m http.server "$port" --bind 127.0.0.1 --directory site >server.out 2>&1 &
	server=$!
	trap 'kill $server 2>/dev/null' EXIT
	export no_proxy=127.0.0.1
	until_true 20 wget -q -O /dev/null "http://127.0.0.1:$port/feed.xml"
	commands_of configs/TUTORIAL.md | sed "s/news\.example/127.0.0.1:$port/" >commands
	[ "$(wc -l <commands)" -ge 30 ] || fail "no commands found"
	timeout 100 bash -e -o pipefail commands >out 2>err || { tail -n 5 err; fail "a command fails"; }
	same "$(grep -c 'ended with 75' out)" 2
	grep -q 'translated' out || fail "no translation"
	grep -q '|near$' out || fail "no near copy"
	same "$(sqlite3 watch.db 'select count(*) from documents')" 4
}

case_operating() {
	command -v sqlite3 >/dev/null || skip "no sqlite3"
	ln -s "$DATA/news" news
	commands_of deploy/OPERATING.md >commands
	[ "$(wc -l <commands)" -ge 20 ] || fail "no commands found"
	timeout 100 bash -e -o pipefail commands >out 2>err || { tail -n 5 err; fail "a command fails"; }
	holds out harbour
	grep -oE 'leat_[a-z_]+' "$ROOT/deploy/OPERATING.md" | while read -r metric; do
		grep -q "\"$metric\"" "$ROOT"/common/run/metrics*.c || { echo "WHY no metric $metric"; exit 1; }
	done || exit 1
}

# What OPERATING says of a restored sink: all comes again to it when the source has a new state.
case_restore() {
	local i
	over_links() { # over_links STATE: of the source
		leat-ingest data --quiet --state "$1" --out "bind:ipc://$PWD/u" &
		leat-dedup --quiet --state dedup --in "connect:ipc://$PWD/u" --out "connect:ipc://$PWD/d" &
		timeout 60 leat-store x.db --quiet --in "bind:ipc://$PWD/d" || fail "the store ended with $?"
		wait
	}
	counts() { sqlite3 x.db 'select (select count(*) from documents), (select count(*) from dropped)'; }
	command -v sqlite3 >/dev/null || skip "no sqlite3"
	mkdir data
	for i in 1 2 3 4; do echo "{\"id\":\"a$i\",\"text\":\"A text that is number $((i % 3)) of all.\"}" >data/$i.jsonl; done
	over_links source
	cp x.db backup.db
	for i in 5 6 7 8; do echo "{\"id\":\"a$i\",\"text\":\"A text that is number $((i % 7)) of all, and new.\"}" >data/$i.jsonl; done
	over_links source
	same "$(counts)" "7|1"
	rm x.db*
	cp backup.db x.db
	over_links source-2
	same "$(counts)" "7|1" restored
}

# The figures of the indexes are those that leat size says.
case_sizing() {
	local by memory disk rows=0
	command -v jq >/dev/null || skip "no jq"
	ln -s "$ROOT/tests" .
	commands_of deploy/SIZING.md >commands
	[ "$(wc -l <commands)" -ge 5 ] || fail "no commands found"
	bash -e -o pipefail commands >out 2>err || { tail -n 5 err; fail "a command fails"; }
	while read -r by memory disk; do
		same "$(leat size --by "$by" --docs 1e6 --json | jq -r '"\(.["memory a document"] | round) \(.["disk a document"] | round)"')" \
			"$memory $disk" "$by"
		rows=$((rows + 1))
	done < <(sed -n 's/^| \([a-z,]*\) | \([0-9]*\) bytes | \([0-9]*\) bytes |.*/\1 \2 \3/p' "$ROOT/deploy/SIZING.md")
	same $rows 5
}

case_readme_links() {
	local file link
	for file in $(cd "$ROOT" && ls README.md configs/*.md deploy/*.md stages/README.md common/*/*.md); do
		grep -oE '\]\([^)#]+' "$ROOT/$file" | cut -c3- | grep -v '^http' | while read -r link; do
			[ -e "$ROOT/$(dirname "$file")/$link" ] || { echo "WHY $file: $link is not there"; exit 1; }
		done || exit 1
	done
}

run_cases
