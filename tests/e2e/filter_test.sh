#!/bin/bash
# leat-filter: verdicts by language and by expression; what it leaves alone.
. "$(dirname "$0")/lib.sh"
PATH=$ROOT/${B:-build}/tests/e2e/bin:$PATH

sample() {
	cat <<'JSONL' | jsonl_frames "$@"
{"id":"a","lang":"nb","lang_score":0.95,"status":200,"text":"Norsk"}
{"id":"b","lang":"nb-NO","lang_score":0.5,"status":404,"text":"Mer norsk"}
{"id":"c","lang":"en","lang_score":0.99,"text":"English"}
{"id":"d","text":"0123"}
{"id":"e","lang":"nbx","lang_score":0.9,"drop":{"stage":"dedup","reason":"same"}}
JSONL
}
ids() { leat cat --fields id | sed 's/{"id":"\(.*\)"}/\1/' | tr -d '\n'; }
counts() { python3 -c 'import json; s = json.load(open("s.json")); assert s["in"] == s["kept"] + sum(s["dropped"].values()) + s["rejected"], s; print(s["in"], s["kept"], sorted(s["dropped"].items()), s["rejected"])'; }

case_lang() {
	same "$(sample | leat-filter --lang nb | ids)" ab
	same "$(sample | leat-filter --lang nb,en --min-lang-score .6 --stats s.json | ids)" ac
	same "$(counts)" "4 2 [('lang_score_low', 1), ('lang_unknown', 1)] 0"
	sample | leat-filter --lang nb | leat cat --dropped --where '.id == "c"' --fields filter,drop >out
	same "$(cat out)" '{"filter":{"rule":"lang","reason":"lang_other"},"drop":{"stage":"filter","reason":"lang_other"}}'
	sample | leat-filter --lang nb | leat cat --dropped --where '.id == "e"' --fields filter,drop >out
	same "$(cat out)" '{"drop":{"stage":"dedup","reason":"same"}}' "the first drop holds"
}

case_where() {
	leat-filter --version | grep -q libjq || skip "built without libjq"
	same "$(sample | leat-filter --where '.status == 200 or .lang == "en"' | ids)" ac
	# an expression that fails on a record rejects the record, and goes on
	same "$(sample | leat-filter --where '.lang | test("^n")' --stats s.json | ids)" ab
	same "$(counts)" "4 2 [('where', 1)] 1"
	sample | leat-filter --where '.lang | test("^n")' | leat cat --rejected --where .reject >out
	holds out '"stage":"filter"'
	holds out '"text":"0123"'
	sh_status 2 "leat-filter --where '.lang =='"
	holds err "jq expression '.lang =='"
}

case_tag() {
	same "$(sample | leat-filter --lang nb --action tag | ids)" abcd
	sample | leat-filter --lang nb --action tag | leat cat --where '.filter' --fields id,filter >out
	same "$(head -n 1 out)" '{"id":"c","filter":{"rule":"lang","reason":"lang_other"}}'
}

case_jobs_keep_the_order() {
	for i in $(seq 3000); do echo "{\"id\":\"$i\",\"lang\":\"n$((i % 3))\"}"; done | jsonl_frames 7 >x.leat
	leat-filter --lang n1 --in x.leat | ids >1
	leat-filter --lang n1 --in x.leat --jobs 3 | ids >3
	cmp 1 3 || fail "another order"
	[ "$(wc -c <1)" -gt 3000 ] || fail "nothing came"
}

# Where half or more of the text stays, BULK goes on byte for byte.
case_bulk_is_not_touched() {
	leat-filter --version | grep -q libjq || skip "built without libjq"
	sample 5 >x.leat
	leat-filter --where '.id != "d"' --in x.leat --out y.leat
	python3 - <<'PY' || fail "BULK differs"
import struct
def layers(path):
    data, at, found = open(path, "rb").read(), 0, []
    while at < len(data):
        n, length = data[at + 68], struct.unpack_from("<I", data, at + 72)[0]
        payload = at + 80 + 16 * n
        for i in range(n):
            kind, codec, _, raw, stored, crc = struct.unpack_from("<BBHIII", data, at + 80 + 16 * i)
            if kind == 2:
                found.append(data[payload:payload + stored])
            payload += stored
        at += 80 + length
    return found
x, y = layers("x.leat"), layers("y.leat")
assert x and x == y, (x, y)
PY
}

case_usage() {
	sh_status 2 "leat-filter"
	holds err 'nothing to filter by'
	sh_status 2 "leat-filter --min-lang-score 2"
	sh_status 2 "leat-filter --action keep --lang nb"
}

# Every option, rightly and wrongly used: exit status, what stays (or what is said), arguments.
case_options() {
	printf 'bad.example\n' >hosts
	printf 'http://good.example/b\n' >urls
	: >empty
	printf '%s\n' '{"id":"a","lang":"nb","lang_score":0.95,"url":"http://x.bad.example/a","text":"a@b.example"}' \
		'{"id":"b","lang":"zh-Hant","lang_score":1,"url":"http://good.example/b","text":"b"}' \
		'{"id":"c","lang":"en","url":"mailto:x","text":"c"}' '{"id":"d"}' | jsonl_frames >x.leat
	while IFS='|' read -r want said args; do
		status "$want" sh -c "leat-filter --in x.leat --out y.leat $args"
		if [ "$want" -eq 0 ]; then
			same "$(leat cat y.leat --fields id | sed 's/{"id":"\(.*\)"}/\1/' | tr -d '\n')" "$said" "$args"
		else
			holds err "$said"
		fi
	done <<-'TABLE'
		0|a|--lang nb
		0|a|--lang NB
		0|b|--lang zh
		0|b|--lang zh-Hant
		0||--lang zh-Hans
		0|ab|--lang nb --lang zh
		0|ab|--min-lang-score 0.95
		0|b|--min-lang-score 1
		2|min-lang-score|--min-lang-score 1.01
		2|min-lang-score|--min-lang-score -1
		2|min-lang-score|--min-lang-score high
		0|bcd|--block-hosts hosts
		0|abcd|--block-hosts empty
		1|nosuch|--block-hosts nosuch
		0|acd|--block-urls urls
		1|nosuch|--block-urls nosuch
		0|cd|--block-hosts hosts --block-urls urls
		0|abcd|--rules optout
		0|abcd|--rules gopher,c4 --action tag
		2|is none of|--rules gopher,nosuch
		2|nothing to filter by|--rules ''
		2|has an empty item|--rules gopher,
		1|./nosuch.yaml|--rules ./nosuch.yaml
		0|bcd|--block-hosts hosts --action drop
		2|action|--lang nb --action reject
		0|abcd|--redact email
		0|abcd|--redact email,ip
		2|redact|--redact phone
		2|nothing to filter by|--action tag
		2|unknown option|--lang nb --nosuch
	TABLE
	leat-filter --version | grep -q libjq || return 0
	while IFS='|' read -r want said args; do
		status "$want" sh -c "leat-filter --in x.leat --out y.leat $args"
		[ "$want" -ne 0 ] || same "$(leat cat y.leat --fields id | sed 's/{"id":"\(.*\)"}/\1/' | tr -d '\n')" "$said" "$args"
		[ "$want" -eq 0 ] || holds err "$said"
	done <<-'TABLE'
		0|ab|--where .lang_score
		0|c|--where '.lang_score == null and .url'
		0||--where '.text'
		0||--where empty
		0|abcd|--where '1, 2'
		2|jq expression|--where '.a ==='
		2|jq expression|--where 'nosuchfunction'
		0|a|--where .lang_score --lang nb,en
	TABLE
}

case_recipe() {
	sample | leat-filter --lang nb,da --min-lang-score 0.50 | leat stat >out
	holds out 'test/1 | filter/1 lang=nb,da min-lang-score=0.5'
}

case_rules() {
	cat <<'JSONL' | jsonl_frames >x.leat
{"id":"a","lang":"en","text":"a","signals":{"rps_doc_word_count":49}}
{"id":"b","lang":"en","text":"b","signals":{"rps_doc_word_count":50,"gopher_stop_words":2}}
{"id":"c","lang":"en","text":"c","signals":{"fineweb_newlines_to_words":0.31}}
{"id":"d","lang":"zh","text":"d","signals":{"rps_doc_mean_word_length":1.5}}
{"id":"e","lang":"en","text":"e","signals":{"rps_doc_mean_word_length":1.5},"robots":"noai"}
{"id":"f","lang":"en","text":"f","tdm":"1"}
{"id":"g","lang":"en","text":"g"}
JSONL
	same "$(leat-filter --rules gopher --in x.leat --stats s.json 2>err | ids)" bcdfg
	holds err 'a record has no signals: --rules cannot judge it; run leat-extract --signals before'
	same "$(grep -c signals err)" 1
	same "$(counts)" "7 5 [('gopher_below_avg_threshold', 1), ('gopher_short_doc', 1)] 0"
	same "$(python3 -c 'import json; print(json.load(open("s.json"))["faults"])')" "{'unchecked': 2}"
	same "$(leat-filter --rules fineweb,optout --in x.leat | ids)" abdg
	leat-filter --rules fineweb --in x.leat | leat cat --dropped --where '.id == "c"' --fields filter >out
	same "$(cat out)" '{"filter":{"rule":"fineweb","reason":"list_ratio"}}'
	# the set of one's own; its content is in the recipe, its path is not
	sed 's/min: 50/min: 51/' "$ROOT/configs/rules/gopher.yaml" >mine.yaml
	same "$(leat-filter --rules ./mine.yaml --in x.leat | ids)" cdfg
	mkdir d && mv mine.yaml d
	leat-filter --rules d/mine.yaml --in x.leat | leat stat | sed -n 's/^recipe *//p' >1
	sed -i 's/min: 51/min: 52/' d/mine.yaml
	leat-filter --rules d/mine.yaml --in x.leat | leat stat | sed -n 's/^recipe *//p' >2
	grep -qE '^test/1 \| filter/1 rules=mine rules-hash=[0-9a-f]{16}$' 1 || fail "$(cat 1)"
	! cmp -s 1 2 || fail "another threshold, the same recipe"
	status 2 leat-filter --rules nosuch --in x.leat
	holds err "--rules: 'nosuch' is none of c4, fineweb"
	echo 'rules: [{reason: x}]' >bad.yaml
	status 78 leat-filter --rules bad.yaml --in x.leat
	holds err 'bad.yaml:1:9: a rule needs a reason, and a signal or a field'
}

# The built-in sets are those in configs/rules.
case_rules_are_built_in() {
	"$ROOT/stages/filter/rules.sh" --check || fail "see above"
	for set in "$ROOT"/configs/rules/*.yaml; do
		sample | leat-filter --rules "$set" >/dev/null || fail "$set"
		sample | leat-filter --rules "$(basename "$set" .yaml)" >/dev/null || fail "$set"
	done
}

# Texts on both sides of every threshold, judged by the published definitions in Python and
# by the signals of leat-extract with the rules of leat-filter.
case_published_definitions() {
	python3 "$ROOT/tests/e2e/bin/published_rules_cases.py" | jsonl_frames 50 | leat-extract --signals >x.leat || fail "leat-extract"
	leat cat x.leat -n 1 --fields signals | grep -q rps_ || skip "leat-extract writes no signals"
	leat cat x.leat | python3 "$ROOT/tests/e2e/bin/published_rules.py" | sort >want
	for set in gopher gopher-repetition c4 mc4 fineweb; do
		leat-filter --rules $set --action tag --in x.leat | leat cat | python3 -c 'import json, sys
for r in map(json.loads, sys.stdin):
    if sys.argv[1] != "gopher" or r.get("lang") == "en":
        print(r["id"], sys.argv[1], r.get("filter", {}).get("reason", "-"))' $set
	done | sort >got
	diff want got || fail "verdicts differ"
	# and each rule is the reason of some
	for rule in $(sed -n 's/.*{reason: \([a-z0-9_]*\),.*/\1/p' "$ROOT"/configs/rules/{gopher,gopher-repetition,c4,mc4,fineweb}.yaml); do
		grep -q " $rule\$" got || fail "no text fails by $rule"
	done
}

case_blocked() {
	printf '{"id":"a","url":"http://www.bad.example/x"}\n{"id":"b","url":"http://good.example/x"}\n{"id":"c","url":"http://good.example/y"}\n{"id":"d"}\n' | jsonl_frames >x.leat
	printf '# hosts\nbad.example\nnot a host\n' >hosts
	printf 'http://GOOD.example:80/y\n' >urls
	leat-filter --block-hosts hosts --block-urls urls --in x.leat --stats s.json 2>err | ids >out
	same "$(cat out)" bd
	same "$(counts)" "4 2 [('blocked_host', 1), ('blocked_url', 1)] 0"
	holds err 'hosts: 1 lines are no host'
	status 1 leat-filter --block-hosts nosuch --in x.leat
}

case_redact() {
	printf '%s\n' '{"id":"a","lang":"nb","text":"Blåbær: ole@post.example, 8.8.8.8 og 10.0.0.1.\n\nSlutt.","cut":[{"rule":"x","at":8,"text":"y"},{"rule":"x","at":50,"text":"z"}]}' \
		'{"id":"b","lang":"en","text":"x@y.example"}' | jsonl_frames >x.leat
	leat-filter --redact email,ip --lang nb --in x.leat | leat cat --fields text,cut >out
	same "$(cat out)" '{"text":"Blåbær: email@example.com, 22.214.171.124 og 10.0.0.1.\n\nSlutt.","cut":[{"rule":"x","at":8,"text":"y"},{"rule":"x","at":58,"text":"z"}]}'
	leat-filter --redact ip --in x.leat | leat cat --fields text | tail -n 1 >out
	same "$(cat out)" '{"text":"x@y.example"}'
	leat-filter --redact email --in x.leat --jobs 2 | leat stat >out
	holds out 'redact=email'
}

run_cases
