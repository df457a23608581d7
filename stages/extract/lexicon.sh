#!/bin/sh
# lexicon.sh [--check]: compiles configs/boilerplate.txt into generated/lexicon.inc, which
# lexicon.c includes. With --check it only says whether the two agree.
set -eu
export LC_ALL=C
here=$(dirname "$0")
table=$here/../../configs/boilerplate.txt
out=$here/generated/lexicon.inc

compile() {
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
	}' "$table" | sort -t "$(printf '\t')" -u -k1,1 -k2,2 -k3,3n |
	awk -F '\t' '
	$1 == kind && $2 == text { print "two meanings of " text > "/dev/stderr"; exit 1 }
	{ kind = $1; text = $2; print "{ LEXICON_" $1 ", " $3 ", STR(\"" $2 "\") }," }'
}

if [ "${1:-}" = --check ]; then
	compile | cmp -s - "$out" || {
		echo "lexicon.sh: error: generated/lexicon.inc is not made from configs/boilerplate.txt: run stages/extract/lexicon.sh" >&2
		exit 1
	}
else
	compile > "$out.new"
	mv "$out.new" "$out"
fi
