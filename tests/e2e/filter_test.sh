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

case_recipe() {
	sample | leat-filter --lang nb,da --min-lang-score 0.50 | leat stat >out
	holds out 'test/1 | filter/1 lang=nb,da min-lang-score=0.5'
}

run_cases
