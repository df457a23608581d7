#!/bin/bash
# `leat trace`: what each stage makes of one document.
. "$(dirname "$0")/lib.sh"

samples() {
	mkdir data
	echo '{"id":"one","url":"http://example.org/1","text":"The same text in two documents of the sample."}' >data/1.jsonl
	echo '{"id":"two","text":"The same text in two documents of the sample."}' >data/2.jsonl
}

case_why_a_document_is_missing() {
	samples
	status 0 leat trace data two
	same "$(head -n 1 out)" "two  from $PWD/data/2.jsonl"
	grep -q '^  dedup      dropped' out || { cat out; fail "no verdict"; }
	holds out '+ dup: {"kind":"exact","of":"one"'
	holds out '+ drop: {"stage":"dedup","reason":"exact"'
	holds out '  extract    passed by'
	# by URL, with a pipeline file that names the input and a state of its own
	printf 'input: data\noutput: x.db\npipeline: [ingest, normalize, extract, {stage: dedup, state: s}, store]\n' >p.yaml
	status 0 leat trace http://example.org/1 -c p.yaml
	grep -q '^  dedup      kept' out || { cat out; fail "kept"; }
	[ ! -e s ] && [ ! -e x.db ] || fail "it left something"
	# a pipeline that follows a folder: what is named is traced, and nothing waited for
	printf 'pipeline: [ingest, normalize, store]\ningest: {follow: data}\n' >f.yaml
	status 0 timeout 60 leat trace data/1.jsonl -c f.yaml
	same "$(grep -c '^  normalize  kept' out)" 1
}

case_what_changed() {
	printf '<html><head><meta charset=latin1><title>A title</title></head><body><p>Bl\xe5b\xe6r og r\xf8dgr\xf8d, en lang nok tekst om b\xe6r.</p></body></html>' >page.html
	status 0 leat trace page.html
	holds out '+ charset: "windows-1252"'
	holds out '+ title: "A title"'
	holds out '    - body'
	grep -qE '^    \+ text: [0-9]+ bytes' out || { cat out; fail "text"; }
	same "$(grep -c '^  [a-z]' out)" 4 "stages"
}

# A text that a stage cut is shown by the lines that went, and the reason of a drop is whole.
case_what_went_and_why() {
	local long=urn:uuid:00000000-0000-4000-8000-000000000001-and-then-some-more-to-make-it-long
	mkdir data
	for id in $long two; do
		echo '{"id":"'$id'","text":"Harbour wall falls\n\nThe harbour wall gave way in the night.\n\nShare on Facebook"}'
	done >data/1.jsonl
	echo 'while read -r line; do echo "{\"text\":\"Harbour wall falls\"}"; done' >answer.sh
	echo 'pipeline: [ingest, {stage: exec, operands: [sh, answer.sh]}, dedup, store]' >p.yaml
	status 0 leat trace data two -c p.yaml
	holds out '    + text: '
	holds out '    ~ text: '
	holds out '        - Share on Facebook'
	lacks out '        - Harbour wall falls'
	holds out "\"of\":\"$long\""
	holds out '+ drop: {"stage":"dedup","reason":"exact"}'
}

case_words() {
	samples
	status 1 leat trace data three
	holds err 'no such record comes out of ingest'
	status 2 leat trace three
	holds err 'say where: leat trace IN three'
	status 2 leat trace
	status 0 leat trace data -n 1
	same "$(grep -c ' from ' out)" 1
}

run_cases
