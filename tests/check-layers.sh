#!/bin/sh
# Includes point only down: base < record < archive < link < text < run < stages, and a
# stage never includes another. Prints each include that does not, exits 1.
set -eu
grep -rnE '^#include "' --include='*.[ch]' --include='*.cc' common stages | awk -F: '
BEGIN { n = split("base record archive link text run", names, " "); for (i = 1; i <= n; i++) rank[names[i]] = i }
{
	target = $3
	sub(/^#include "/, "", target)
	sub(/".*/, "", target)
	split(target, to, "/")
	split($1, from, "/")
	common = to[1] in rank
	if (from[1] == "common" ? common && rank[to[1]] <= rank[from[2]] : target !~ /\// || common || to[1] == from[2])
		next
	printf "%s:%s: %s may not include %s\n", $1, $2, from[2], target
	bad = 1
}
END { exit bad }'
