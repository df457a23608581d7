#!/bin/bash
# leat-dedup over pipes and files, with and without --state.
. "$(dirname "$0")/lib.sh"

need() {
	local program
	for program in leat-ingest leat-store; do
		command -v $program >/dev/null || skip "$program is not built"
	done
}

# lines ID TEXT...: JSON lines.
lines() {
	while [ $# -gt 0 ]; do
		printf '{"id":"%s","text":"%s","url":"http://example.com/%s"}\n' "$1" "$2" "$1"
		shift 2
	done
}

# kept FILE: ids of the records that were kept, on one line.
kept() { sed -E 's/.*"id": ?"([^"]*)".*/\1/' "$1" | tr '\n' ' ' | sed 's/ $//'; }

case_exact_is_the_default() {
	need
	lines a 'one text' b 'two text' c 'one text' d 'one  text' >in.jsonl
	sh_status 0 'leat-ingest in.jsonl | leat-dedup --stats stats.json | leat-store -'
	same "$(kept out)" 'a b d'
	holds stats.json '"kept":3'
	holds stats.json '"exact":1'
}

case_tagging_names_the_kept_document() {
	need
	lines a 'one text' c 'one text' >in.jsonl
	sh_status 0 'leat-ingest in.jsonl | leat-dedup --action tag | leat-store -'
	same "$(kept out)" 'a c'
	grep -qE '"dup": ?\{"kind": ?"exact", ?"of": ?"a", ?"score": ?1(\.0)?, ?"cluster": ?"[0-9a-f]{16}"\}' out || fail "no dup field: $(cat out)"
}

case_url() {
	need
	printf '%s\n' '{"id":"a","text":"one","url":"http://x/1"}' '{"id":"b","text":"two","url":"http://x/1"}' >in.jsonl
	sh_status 0 'leat-ingest in.jsonl | leat-dedup --by url | leat-store -'
	same "$(kept out)" a
	sh_status 0 'leat-ingest in.jsonl | leat-dedup --by exact | leat-store -'
	same "$(kept out)" 'a b'
}

case_revisions_are_kept_and_the_same_is_not() {
	need
	lines a 'one text' a 'one text, changed' a 'one text' a 'one text, changed' >in.jsonl
	sh_status 0 'leat-ingest in.jsonl | leat-dedup --stats stats.json | leat-store -'
	same "$(kept out)" 'a a'
	grep -qE '"dup": ?\{"kind": ?"revision", ?"of": ?"a"\}' out || fail "no revision: $(cat out)"
	holds stats.json '"same":2'
}

case_state_remembers_other_runs() {
	need
	lines a 'one text' b 'two text' >one.jsonl
	lines c 'two text' d 'three text' >two.jsonl
	sh_status 0 'leat-ingest one.jsonl | leat-dedup --state s | leat-store -'
	same "$(kept out)" 'a b'
	sh_status 0 'leat-ingest two.jsonl | leat-dedup --state s | leat-store -'
	same "$(kept out)" d
	# A frame that comes again has the verdicts that it had.
	sh_status 0 'leat-ingest two.jsonl | leat-dedup --state s | leat-store -'
	same "$(kept out)" d
	sh_status 0 'leat-ingest one.jsonl | leat-dedup --state s | leat-store -'
	same "$(kept out)" 'a b'
}

case_a_frame_that_comes_again_is_tagged_alike() {
	need
	lines a 'one text' b 'one text' c 'two text' >in.jsonl
	sh_status 0 'leat-ingest in.jsonl | leat-dedup --state s --action tag | leat-store -'
	mv out first
	sh_status 0 'leat-ingest in.jsonl | leat-dedup --state s --action tag | leat-store -'
	cmp -s out first || fail 'other tags the second time'
}

case_a_changed_source_is_refused_or_replaces() {
	need
	lines a 'one text' b 'two text' >in.jsonl
	lines z 'two text' >other.jsonl
	sh_status 0 'leat-ingest in.jsonl | leat-dedup --state s >/dev/null'
	lines a 'one text' b 'new text' >in.jsonl
	leat-ingest in.jsonl >in.leat
	sh_status 78 'leat-dedup --state s <in.leat'
	holds err 'source has changed'
	holds err --replace
	sh_status 0 'leat-dedup --state s --replace <in.leat | leat-store -'
	same "$(kept out)" 'a b'
	# The old text of b is forgotten, in this run and in later ones.
	sh_status 0 'leat-ingest other.jsonl | leat-dedup --state s | leat-store -'
	same "$(kept out)" z
	sh_status 0 'leat-dedup --state s <in.leat | leat-store -'
	same "$(kept out)" 'a b'
}

case_another_chain_is_refused() {
	need
	command -v leat-normalize >/dev/null || skip 'leat-normalize is not built'
	lines a 'one text' >in.jsonl
	sh_status 0 'leat-ingest in.jsonl | leat-dedup --state s >/dev/null'
	leat-ingest in.jsonl | leat-normalize >in.leat
	sh_status 78 'leat-dedup --state s <in.leat'
	holds err normalize
}

case_other_options_are_refused() {
	need
	lines a 'one text' >in.jsonl
	leat-ingest in.jsonl >in.leat
	sh_status 0 'leat-dedup --state s <in.leat >/dev/null'
	sh_status 78 'leat-dedup --state s --by exact,url <in.leat'
	holds err 'by=exact'
}

case_a_torn_journal_is_cut_back() {
	need
	lines a 'one text' b 'two text' >one.jsonl
	lines c 'two text' >two.jsonl
	sh_status 0 'leat-ingest one.jsonl | leat-dedup --state s >/dev/null'
	size=$(stat -c %s s/journal)
	head -c 100 s/journal >>s/journal
	sh_status 0 'leat-ingest two.jsonl | leat-dedup --state s | leat-store -'
	same "$(kept out)" ''
	# What was durable once is not cut off: that is damage.
	printf 'X' | dd of=s/journal bs=1 seek=$((size / 2)) conv=notrunc 2>/dev/null
	sh_status 74 'leat-ingest two.jsonl | leat-dedup --state s'
	holds err 's/journal: damaged at byte'
	holds err 'or index the documents anew'
}

case_one_program_a_state() {
	need
	lines a 'one text' >in.jsonl
	leat-ingest in.jsonl >in.leat
	mkdir s
	mkfifo pipe
	leat-dedup --state s <pipe >/dev/null 2>&1 &
	exec 9>pipe
	cat in.leat >&9
	until_true 10 test -e s/journal
	sh_status 75 'leat-dedup --state s <in.leat'
	exec 9>&-
	wait
}

case_records_without_text_are_counted() {
	need
	printf '{"id":"a","n":1}\n{"id":"b","text":"one"}\n' >in.jsonl
	sh_status 0 'leat-ingest in.jsonl | leat-dedup --stats stats.json | leat-store -'
	grep -qE '"unchecked": ?1' stats.json || grep -q '"in":1' stats.json || fail "$(cat stats.json)"
}

# Two pages of some length that differ in a few words, and one of its own.
near_lines() {
	local words i text=
	for i in $(seq 1 150); do text="$text word$((i * 7919 % 1000))"; done
	text=$(echo "$text" | tr 0-9 a-j)
	lines a "$text" b "${text/wordjbj /other }" c "${text:0:600}" d "$(printf 'own%s ' $(seq 1 150))"
}

case_near() {
	need
	near_lines >in.jsonl
	sh_status 0 'leat-ingest in.jsonl | leat-dedup --by exact,near | leat-store -'
	same "$(kept out)" 'a d'
	sh_status 0 'leat-ingest in.jsonl | leat-dedup --by near --action tag --jobs 2 | leat-store -'
	same "$(kept out)" 'a b c d'
	same "$(grep -cE '"dup": ?\{"kind": ?"near", ?"of": ?"a"' out)" 2
	sh_status 0 'leat-ingest in.jsonl | leat-dedup --by near --preset datatrove | leat-store -'
	same "$(kept out)" 'a c d'
	# Punctuation and numbers do not count there.
	printf '{"id":"a","text":"%s"}\n{"id":"b","text":"%s"}\n' "$(seq -f 'word%g ends' 1 40 | tr '\n' ' ')" \
		"$(seq -f "word%g_1 e'nds," 1 40 | tr '\n' ' ')" >in.jsonl
	sh_status 0 'leat-ingest in.jsonl | leat-dedup --by near --preset datatrove | leat-store -'
	same "$(kept out)" a
}

case_near_with_state() {
	need
	near_lines >all.jsonl
	head -n 1 all.jsonl >one.jsonl
	tail -n 3 all.jsonl >two.jsonl
	sh_status 0 'leat-ingest one.jsonl | leat-dedup --by near --state s >/dev/null'
	sh_status 0 'leat-ingest two.jsonl | leat-dedup --by near --state s | leat-store -'
	same "$(kept out)" d
	sh_status 78 'leat-ingest two.jsonl | leat-dedup --by near --preset wide --state s'
}

case_copies_of_a_revision_are_found() {
	need
	near_lines >four.jsonl
	{ lines a 'another text at first, and not like the next one'; head -n 1 four.jsonl; } >one.jsonl
	sed -n 2,4p four.jsonl >two.jsonl
	sh_status 0 'leat-ingest one.jsonl two.jsonl | leat-dedup --by near --action tag | leat-store -'
	same "$(grep -cE '"dup": ?\{"kind": ?"near", ?"of": ?"a"' out)" 2
	# Also by a later run.
	sh_status 0 'leat-ingest one.jsonl | leat-dedup --by near --state s | leat-store -'
	same "$(kept out)" 'a a'
	sh_status 0 'leat-ingest two.jsonl | leat-dedup --by near --state s | leat-store -'
	same "$(kept out)" d
}

case_paragraphs() {
	need
	lines a 'A first line of some length.\n\nSubscribe to our news letter!' \
		b 'Æ second line, as long as that.\n\nSubscribe to our news letter!\n\nAnd a third line, after it.' \
		c 'Subscribe to our news letter!' >in.jsonl
	sh_status 0 'leat-ingest in.jsonl | leat-dedup --by paragraph --stats stats.json | leat-store -'
	same "$(kept out)" 'a b'
	same "$(grep -c 'Subscribe to our' out)" 1
	holds out 'Æ second line, as long as that.\n\nAnd a third line, after it.'
	grep -qE '"dup": ?\{"kind": ?"paragraph", ?"of": ?"a", ?"score": ?0\.3333' out || fail "no dup: $(cat out)"
	holds stats.json '"paragraph":1'
	sh_status 0 'leat-ingest in.jsonl | leat-dedup --by paragraph --action tag | leat-store -'
	same "$(grep -c 'Subscribe to our' out)" 3
	sh_status 0 'leat-ingest in.jsonl | leat-dedup --by paragraph --state s | leat-store -'
	mv out first
	sh_status 0 'leat-ingest in.jsonl | leat-dedup --by paragraph --state s | leat-store -'
	cmp -s out first || fail 'other cuts the second time'
}

case_paragraphs_of_a_host() {
	need
	printf '%s\n' '{"id":"a","text":"The same line of a text, twice.","url":"http://x/1"}' \
		'{"id":"b","text":"The same line of a text, twice.","url":"http://y/1"}' \
		'{"id":"c","text":"The same line of a text, twice.","url":"http://x/2"}' >in.jsonl
	sh_status 0 'leat-ingest in.jsonl | leat-dedup --by paragraph --scope host | leat-store -'
	same "$(kept out)" 'a b'
}

case_a_window_bounds_the_journal() {
	need
	local i
	for i in $(seq 1 3); do
		awk -v run=$i 'BEGIN { for (n = 0; n < 30000; n++) printf "{\"id\":\"%d-%d\",\"text\":\"run %d text %d\"}\n", run, n, run, n }' >in$i.jsonl
		leat-ingest in$i.jsonl 2>/dev/null | leat-dedup --window 1ms --state s >/dev/null 2>err || fail "$(cat err)"
		sizes="$sizes $(stat -c %s s/journal)"
	done
	set -- $sizes
	[ "$3" -lt $(($1 * 5 / 2)) ] || fail "the journal grows: $sizes"
	sh_status 0 'leat-ingest in1.jsonl | leat-dedup --window 1ms --state s --stats stats.json'
	holds stats.json '"kept":30000'
	[ ! -e s/journal.new ] || fail 'a leftover'
}

# versions: an article, another one, and the first in Russian.
versions() {
	cat <<'END'
{"id":"a","lang":"en","text":"The ministry in Oslo said that Kristoffersen and 1,250 others left Trondheim in 1987. They met Vladimirescu of Bucharest, who paid 47.5 million to Hammerfest and sold 312 boats. Later Abdurrahman came from Samarkand with 86 men, and Wollstonecraft wrote of it in 1993."}
{"id":"b","lang":"pt","text":"The council in Lisbon heard Figueiredo on 4,410 houses that were built in Coimbra after 1961. Mr Castelobranco wants 73.2 million from Brussels, and 918 tenants have written to Strasbourg. In Guimaraes they wait for Montgomery, who counted 55 of them in 2004."}
END
}
version() {
	cat <<'END'
{"id":"c","lang":"ru","text":"Министерство сообщило, что Кристофферсен и ещё 1 250 человек покинули Тронхейм в 1987 году. Они встретили Владимиреску, который заплатил 47,5 миллиона и продал 312 лодок в Хаммерфест. Позже Абдуррахман прибыл из Самарканда с 86 людьми, и Уоллстонкрафт написал об этом в 1993 году."}
END
}

case_translations_are_tagged_and_dropped_when_told() {
	need
	{ versions; version; version | sed 's/"c"/"d"/'; } >in.jsonl
	sh_status 0 'leat-ingest in.jsonl | leat-dedup --by exact,translated | leat-store -'
	same "$(kept out)" 'a b c'
	grep -qE '"kind": ?"translated", ?"of": ?"a".*"evidence": ?\[.*(Кристофферсен|1 250)' out || fail "no evidence: $(cat out)"
	[ "$(grep -c translated out)" = 1 ] || fail "more than one translation: $(cat out)"
	sh_status 0 'leat-ingest in.jsonl | leat-dedup --by translated --action drop | leat-store -'
	same "$(kept out)" 'a b'
}

case_translations_with_state() {
	need
	versions >one.jsonl
	version >two.jsonl
	sh_status 0 'leat-ingest one.jsonl | leat-dedup --by translated --state s | leat-store -'
	sh_status 0 'leat-ingest two.jsonl | leat-dedup --by translated --state s | leat-store -'
	grep -qE '"of": ?"a"' out || fail "not found: $(cat out)"
	mv out first
	sh_status 0 'leat-ingest two.jsonl | leat-dedup --by translated --state s | leat-store -'
	cmp -s out first || fail 'another tag the second time'
}

case_versions_among_the_seeds() {
	need
	command -v leat-extract >/dev/null || skip 'leat-extract is not built'
	[ -d "$SHARED/data/seeds" ] || skip 'no shared data'
	leat-ingest "$SHARED"/data/seeds/*.txt | leat-normalize | leat-extract | leat-dedup --by translated | leat-store --quiet - >out
	[ "$(grep -c '"dup"' out)" = 1 ] || fail "other than 000 and 001: $(grep -o '"dup".*' out | cut -c 1-200)"
	sed -n 2p out | grep -qE '"kind": ?"translated"' || fail '001 is no translation'
}

# Who comes first does not matter, nor that there is no language.
case_versions_among_the_seeds_in_any_order() {
	need
	command -v leat-extract >/dev/null || skip 'leat-extract is not built'
	[ -d "$SHARED/data/seeds" ] || skip 'no shared data'
	local order
	leat-ingest "$SHARED"/data/seeds/*.txt | leat-normalize | leat-extract | leat-store --quiet - | sed 's/"lang":"..",//' >seeds.jsonl
	for order in '5 4 3 2 1' '2 1 5 3 4' '3 5 1 4 2' '4 3 2 5 1'; do
		for i in $order; do sed -n "${i}p" seeds.jsonl; done >in.jsonl
		leat-ingest in.jsonl | leat-dedup --by translated | leat-store --quiet - >out
		[ "$(grep -c '"kind":"translated"' out)" = 1 ] || fail "in order $order: $(grep -o '"dup".*' out | cut -c 1-200)"
	done
}

# Pages of one host: the same long menu, each a short text of its own; and copies of a text
# within the menus of two hosts.
site_pages() {
	local menu other own i
	menu=$(seq -f 'Menu entry number %g of the site' 1 30 | awk '{ printf "%s\\n", $0 }')
	other=$(seq -f 'Section %g, elsewhere and otherwise' 1 30 | awk '{ printf "%s\\n", $0 }')
	for i in 1 2 3 4; do
		own=$(seq -f "page${i}word%g" 1 40 | tr '\n' ' ')
		printf '{"id":"a%d","url":"http://x.example/%d","text":"%s%s"}\n' "$i" "$i" "$menu" "$own"
		printf '{"id":"b%d","url":"http://y.example/%d","text":"%s%s"}\n' "$i" "$i" "$other" "$own"
	done
}

case_lines_of_a_site_do_not_count() {
	need
	site_pages >in.jsonl
	sh_status 0 'leat-ingest in.jsonl | leat-dedup --by near --site-boilerplate | leat-store -'
	same "$(kept out)" 'a1 a2 a3 a4'
	# With them the menus are most of the texts.
	sh_status 0 'leat-ingest in.jsonl | leat-dedup --by near | leat-store -'
	[ "$(kept out)" != 'a1 a2 a3 a4' ] || fail 'the option makes no difference'
	sh_status 0 'leat-ingest in.jsonl | leat-dedup --by near --site-boilerplate --state s >/dev/null'
	sh_status 78 'leat-ingest in.jsonl | leat-dedup --by near --state s'
}

case_size_and_stat() {
	need
	status 0 leat size --docs 1e9 --by exact,near
	holds out 'documents               1000000000'
	[ "$(awk '/^memory a document/ { print ($4 <= 300) }' out)" = 1 ] || fail "$(cat out)"
	[ "$(awk '/^disk a document/ { print ($4 <= 440) }' out)" = 1 ] || fail "$(cat out)"
	status 2 leat size --by nonsense
	near_lines >in.jsonl
	sh_status 0 'leat-ingest in.jsonl | leat-dedup --by exact,near --state s >/dev/null'
	status 0 leat stat s
	grep -qE '^records +4$' out || fail "$(cat out)"
	grep -qE '^near +2$' out || fail "$(cat out)"
	holds out 'dedup by=exact,near, preset=default/3'
	status 0 leat stat --json s
	holds out '"near":2'
	truncate -s -1 s/journal
	status 74 leat stat s
	holds err 'cut or damaged at byte'
	truncate -s 20 s/journal
	status 78 leat stat s
	status 74 leat-dedup stat nowhere
}

case_a_snapshot_is_used_and_may_be_lost() {
	need
	awk 'BEGIN { for (n = 0; n < 70000; n++) printf "{\"id\":\"%d\",\"text\":\"text %d\"}\n", n, n }' >one.jsonl
	lines x 'text 5' y 'text of its own' z 'text 69999' >two.jsonl
	sh_status 0 'leat-ingest one.jsonl | leat-dedup --state s >/dev/null'
	[ -s s/snapshot ] || fail 'no snapshot'
	cp -R s t
	rm t/snapshot
	cp -R s u
	printf X | dd of=u/snapshot bs=1 seek=5000 conv=notrunc 2>/dev/null
	for state in s t u; do
		sh_status 0 "leat-ingest two.jsonl | leat-dedup --state $state | leat-store -"
		same "$(kept out)" y
	done
	# A journal that lost what the snapshot covers is damage, or another journal.
	head -c 200 s/journal >cut
	mv cut s/journal
	sh_status 0 "leat-ingest two.jsonl | leat-dedup --state s | leat-store -"
	same "$(kept out)" 'x y z'
}

# survives_kills KINDS: killed at any moment and run again on in.jsonl, in the end the verdicts and
# tags of a run without kills, and of the last kind more than 50.
survives_kills() {
	local by=$1 try pid
	mkdir parts
	split -l 10 -d -a 3 --additional-suffix=.jsonl in.jsonl parts/
	leat-ingest parts --root parts 2>/dev/null >in.leat
	sh_status 0 "leat-dedup --by $by --action tag --state s <in.leat | leat-store -"
	mv out want
	[ "$(grep -c "\"kind\":\"${by##*,}\"" want)" -gt 50 ] || fail 'there is little to find'
	mkfifo pipe
	for try in $(seq 1 12); do
		leat-dedup --by "$by" --action tag --state t <pipe >/dev/null 2>&1 &
		pid=$!
		exec 8>pipe
		head -c $((try * $(stat -c %s in.leat) / 13)) in.leat >&8
		until_true 10 test -e t/journal
		read -r -t "0.$((try * 37 % 20))" <> <(:) || :
		kill -9 "$pid" || fail 'ended before it was killed'
		wait "$pid" 2>/dev/null
		exec 8>&-
	done
	sh_status 0 "leat-dedup --by $by --action tag --state t <in.leat | leat-store -"
	cmp -s out want || fail 'other verdicts after kills'
}

case_near_survives_kills() {
	need
	local i
	for i in $(seq 1 300); do
		awk -v i="$i" 'BEGIN { srand(i % 60); printf "{\"id\":\"d%d\",\"text\":\"", i
			for (w = 0; w < 120; w++) printf "%s%d ", (int(rand() * 40) == 0 && i >= 60 ? "edit" i : "word"), int(rand() * 500)
			print "\"}" }'
	done >in.jsonl
	survives_kills exact,near
}

# article N LANG WORD: names and numbers of its own, with that word between them.
article() {
	awk -v n="$1" -v lang="$2" -v word="$3" 'BEGIN { srand(n); printf "{\"id\":\"%d-%s\",\"lang\":\"%s\",\"text\":\"", n, lang, lang
		for (w = 0; w < 40; w++) {
			name = ""
			for (k = 0; k < 7; k++) name = name substr("bdfgklmnprst", 1 + int(rand() * 12), 1) substr("aeiou", 1 + int(rand() * 5), 1)
			printf "%s %s%s %s %d%s ", word, toupper(substr(name, 1, 1)), substr(name, 2), word, 100 + int(rand() * 90000), w % 8 == 7 ? "." : ""
		}
		print "\"}" }'
}

case_translated_survives_kills() {
	need
	local i
	for i in $(seq 1 100); do
		article "$i" en and
		[ "$i" -le 10 ] || article $((i - 10)) de und
		[ "$i" -le 30 ] || article $((i - 30)) fr et
	done >in.jsonl
	survives_kills exact,translated
}

case_translations_without_a_language() {
	need
	{ versions; version; version | sed 's/"c"/"d"/; s/сообщило/объявило/'; } | sed 's/"lang":"..",//' >in.jsonl
	sh_status 0 'leat-ingest in.jsonl | leat-dedup --by translated | leat-store -'
	# Each of the two Russian ones is a version of the English one, and not of the other.
	same "$(grep -o '"of": *"[a-z]"' out | tr -d '" \n')" 'of:aof:a'
}

case_translations_of_what_was_replaced() {
	need
	versions >one.jsonl
	version >two.jsonl
	version | sed 's/"c"/"d"/' >three.jsonl
	sh_status 0 'leat-ingest one.jsonl two.jsonl | leat-dedup --by translated --state s | leat-store -'
	holds out '"of":"a"'
	versions | tail -n 1 >one.jsonl
	sh_status 0 'leat-ingest one.jsonl | leat-dedup --by translated --state s --replace | leat-store -'
	sh_status 0 'leat-ingest three.jsonl | leat-dedup --by translated --state s | leat-store -'
	lacks out '"dup"'
}

case_translations_within_the_window() {
	need
	local window i
	versions >one.jsonl
	version >two.jsonl
	for window in 1d 1ms; do
		sh_status 0 "leat-ingest one.jsonl | leat-dedup --by translated --window $window --state $window | leat-store -"
		# More frames than are forgotten at once.
		for i in 1 2; do
			mkdir -p more$i
			for n in $(seq $((20 * i)) $((20 * i + 19))); do article "$n" en and >more$i/$n.jsonl; done
			sh_status 0 "leat-ingest more$i | leat-dedup --by translated --window $window --state $window | leat-store -"
			lacks out '"dup"'
		done
		sh_status 0 "leat-ingest two.jsonl | leat-dedup --by translated --window $window --state $window | leat-store -"
		case $window in
		1d) holds out '"of":"a"' ;;
		*) lacks out '"dup"' ;;
		esac
		# What is not forgotten is found.
		article 90 en and >fresh.jsonl
		article 90 de und >last.jsonl
		sh_status 0 "leat-ingest fresh.jsonl last.jsonl | leat-dedup --by translated --window $window --state $window | leat-store -"
		holds out '"of":"90-en"'
	done
}

run_cases
