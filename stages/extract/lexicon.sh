#!/bin/sh
# lexicon.sh [--check]: compiles configs/boilerplate.txt and configs/stopwords.txt into
# generated/lexicon.inc and generated/stopwords.inc, which lexicon.c includes. With --check it
# only says whether they agree.
set -eu
export LC_ALL=C
here=$(dirname "$0")
configs=$here/../../configs

lexicon() {
	echo '/* Made from configs/boilerplate.txt by stages/extract/lexicon.sh: do not edit. */'
	awk '
	/^#/ || /^[ \t]*$/ { next }
	/^\[/ { kind = substr($0, 2, length($0) - 2); next }
	{
		at = index($0, ": ")
		if (kind == "" || at == 0) { print "line " NR " is no entry" > "/dev/stderr"; exit 1 }
		n = split(substr($0, at + 2), phrase, / \| /)
		if ((kind == "month" && n != 12) || (kind == "weekday" && n < 7)) {
			print "line " NR " has " n " entries" > "/dev/stderr"; exit 1
		}
		for (i = 1; i <= n; i++) {
			m = split(phrase[i], form, kind == "month" ? "/" : "\001")
			for (j = 1; j <= m; j++) {
				gsub(/^ +| +$/, "", form[j])
				gsub(/\\/, "\\\\", form[j]); gsub(/"/, "\\\"", form[j])
				print toupper(kind) "\t" form[j] "\t" (kind == "month" ? i : 0)
			}
		}
	}' "$configs/boilerplate.txt" | sort -t "$(printf '\t')" -u -k1,1 -k2,2 -k3,3n |
	awk -F '\t' '
	$1 == kind && $2 == text { print "two meanings of " text > "/dev/stderr"; exit 1 }
	{ kind = $1; text = $2; print "{ LEXICON_" $1 ", " $3 ", STR(\"" $2 "\") }," }'
}

stopwords() {
	echo '/* Made from configs/stopwords.txt by stages/extract/lexicon.sh: do not edit. */'
	sed -n 's/^\([a-z]*\): \(.*\)$/{ "\1", STR("\2") },/p' "$configs/stopwords.txt" | sort
}

for table in lexicon stopwords; do
	out=$here/generated/$table.inc
	$table > "$out.new"
	if [ "${1:-}" != --check ]; then
		mv "$out.new" "$out"
	elif cmp -s "$out.new" "$out"; then
		rm "$out.new"
	else
		rm "$out.new"
		echo "lexicon.sh: error: generated/$table.inc is not made from configs: run stages/extract/lexicon.sh" >&2
		exit 1
	fi
done
