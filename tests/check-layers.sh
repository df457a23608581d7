#!/bin/sh
# Includes point only down: base < record < archive < link < text < run < stages, and a
# stage never includes another. Prints each include that does not, exits 1.
set -eu
rank() {
	case $1 in
	base) echo 1 ;; record) echo 2 ;; archive) echo 3 ;; link) echo 4 ;; text) echo 5 ;; run) echo 6 ;; *) echo 0 ;;
	esac
}
bad=$(
	grep -rnE '^#include "' --include='*.[ch]' --include='*.cc' common stages | while IFS=: read -r file line text; do
		target=$(printf '%s\n' "$text" | sed 's/^#include "\([^"]*\)".*/\1/')
		layer=$(printf '%s\n' "$target" | cut -d/ -f1)
		area=$(printf '%s\n' "$file" | cut -d/ -f2)
		case $file in
		common/*)
			from=$(rank "$area"); to=$(rank "$layer")
			[ "$to" -ge 1 ] && [ "$to" -le "$from" ] || echo "$file:$line: $area may not include $target"
			;;
		stages/*)
			case $target in */*) ;; *) continue ;; esac
			[ "$(rank "$layer")" -ge 1 ] || [ "$layer" = "$area" ] || echo "$file:$line: stage $area may not include $target"
			;;
		esac
	done
)
[ -z "$bad" ] || { printf '%s\n' "$bad"; exit 1; }
