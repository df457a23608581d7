#!/bin/sh
# rules.sh [--check]: puts configs/rules/*.yaml into generated/rules.inc, which
# rules_builtin.c includes, so that --rules NAME needs no file. With --check it only says
# whether the two agree.
set -eu
export LC_ALL=C
here=$(dirname "$0")
out=$here/generated/rules.inc

compile() {
	echo '/* Made from configs/rules by stages/filter/rules.sh: do not edit. */'
	for file in "$here"/../../configs/rules/*.yaml; do
		name=$(basename "$file" .yaml)
		printf '{ "%s",\n' "$name"
		grep -vE '^ *(#|$)' "$file" | sed 's/\\/\\\\/g; s/"/\\"/g; s/.*/  "&\\n"/'
		echo '},'
	done
}

if [ "${1-}" = --check ]; then
	compile | cmp -s - "$out" || { echo "$out: not what configs/rules says: run stages/filter/rules.sh" >&2; exit 1; }
else
	compile >"$out"
fi
