#!/bin/bash
# Twenty wrong first commands: each says in one line what is wrong, and what to do.
. "$(dirname "$0")/lib.sh"

# exit status | words that the message holds | command
case_each_message_names_the_fix() {
	local want words command n=0
	ln -s "$DATA/news" news
	echo text >notes.txt
	leat run news -o corpus.db -q || fail "set-up"
	leat-ingest --quiet news >a.leat
	mkdir empty
	while IFS='|' read -r want words command; do
		bash -o pipefail -c "$command" >out 2>err </dev/null
		local got=$?
		[ "$got" = "$want" ] || { cat err; fail "exit $got, want $want: $command"; }
		holds err "$words"
		same "$(grep -c ': error: ' err)" 1 "$command: one line"
		n=$((n + 1))
	done <<'EOF'
2|needs a command; see leat --help|leat
2|leat --help|leat runn news
2|needs one sink: -o corpus.db|leat run news
2|needs an input|leat run -o corpus.db
2|a command comes first|leat --quiet run
2|did you mean|leat run news -o x.db --worker 2
78|lies in the input|leat run news -o news/x.db
78|ends with normalize|printf 'pipeline: [ingest, normalize]' >p.yaml; leat run p.yaml news -o x.db
78|p.yaml:1:|printf 'pipline: []' >p.yaml; leat run p.yaml news -o x.db
78|nosuch.yaml|leat run nosuch.yaml news -o x.db
2|did you mean|leat-ingest news --quite
65|not a frame stream but text: start with leat-ingest|leat-normalize < notes.txt >b.leat
74|empty|leat cat < /dev/null
1|nosuch.db|leat search nosuch.db harbour
65|not a SQLite database|leat search notes.txt harbour
2|leat search --help|leat search corpus.db
2|unexpected|leat-normalize news
2|--codec|leat-normalize --codec gzip < a.leat
2|bind:tcp://127.0.0.1:7001|leat-normalize --in tcp://127.0.0.1:7001 --out -
2|--state|leat-ingest news --out bind:ipc://x
EOF
	[ "$n" -ge 20 ] || fail "only $n commands"
}

run_cases
