#!/bin/bash
# What the programs say about themselves: --help, --help=man, --version.
. "$(dirname "$0")/lib.sh"

# Every program, and every command of leat, a line each.
words() {
	for p in "$BIN"/leat-*; do basename "$p"; done
	leat --help | sed -nE 's/^  (leat [a-z]+) .*/\1/p'
}

case_help_and_manual_tell_the_same() {
	words | while read -r p; do
		$p --help >help 2>err || fail "$p --help: $?"
		[ ! -s err ] || fail "$p --help wrote to stderr"
		head -n 1 help | grep -q "^usage: $p " || fail "$p: $(head -n 1 help)"
		$p --help=man >man || fail "$p --help=man: $?"
		sed -nE 's/^  (-., )?--(\[no-\])?([a-z0-9-]+).*/\3/p' help | sort >in_help
		sed 's/\\-/-/g; s/\\f[BR]/ /g' man | sed -nE '/^\.SH OPTIONS/,/^\.SH "EXIT/s/^ (-., )?--(\[no-\])?([a-z0-9-]+).*/\3/p' | sort >in_man
		cmp in_help in_man || fail "$p: $(diff in_help in_man)"
		grep -qx quiet in_help || fail "$p lacks --quiet"
	done || fail "see above"
}

case_manual_pages_are_whole() {
	words | while read -r p; do
		$p --help=man >man
		grep '^\.SH' man | tr '\n' ' ' >sections
		same "$(cat sections)" '.SH NAME .SH SYNOPSIS .SH DESCRIPTION .SH OPTIONS .SH "EXIT STATUS" ' "$p"
		if command -v groff >/dev/null; then
			groff -man -Tutf8 -ww man >page 2>err || fail "$p: groff"
			[ ! -s err ] || fail "$p: $(head -n 3 err)"
		fi
	done || fail "see above"
	leat --help=man | grep -q '^\.SH NAME' || fail "leat"
}

case_every_option_is_explained() {
	words | while read -r p; do
		$p --help >help
		# a number without bounds, or an option without a sentence, is a gap
		python3 - "$p" <<'PY' || exit 1
import re, sys
text = open("help").read()
rows = re.split(r"\n  (?=-)", text.split("ptions:\n", 1)[1])
for row in rows:
    row = " ".join(row.split())
    spec = re.match(r"(-\w, )?--\S+( [A-Z|a-z]+)?", row)
    assert spec and len(row) > len(spec.group(0)) + 6, (sys.argv[1], row)
    if re.search(r" N (?!.*(at least|at most| to ))", row[:60]):
        assert re.search(r"at least|at most|\d to ", row), (sys.argv[1], "no bounds", row)
assert all(len(line) <= 80 for line in text.splitlines()), sys.argv[1]
PY
	done || fail "see above"
}

case_version_names_the_libraries() {
	words | while read -r p; do
		$p --version >out || fail "$p --version: $?"
		holds out 'libraries:'
		grep -qE ' [0-9]+\.[0-9]+\.[0-9]+ ' out || fail "$p: no version"
	done || fail "see above"
}

# Text is asked for before anything else is looked at.
case_help_wins() {
	words | while read -r p; do
		$p --nosuch --help >out 2>err || fail "$p: $?"
		holds out "usage: $p"
	done || fail "see above"
}

run_cases
