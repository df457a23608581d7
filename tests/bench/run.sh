#!/bin/bash
# Runs every benchmark ROUNDS times (programs tests/bench/*.c and scripts tests/bench/*_bench.sh),
# takes medians, and writes tests/bench/results.md. T=NAME runs one and prints it only.
set -u
B=${B:-build}
cd "$(dirname "$0")/../.."
ROUNDS=${ROUNDS:-5}
export B
raw=$(mktemp)
trap 'rm -f "$raw"' EXIT

for source in tests/bench/*.c tests/bench/*_bench.sh; do
	[ -e "$source" ] || continue
	name=$(basename "$source")
	name=${name%.c} name=${name%_bench.sh}
	[ -z "${T:-}" ] || [ "$T" = "$name" ] || continue
	echo "bench: $name" >&2
	for ((round = 0; round < ROUNDS; round++)); do
		case $source in
		*.c) timeout 300 "$B/${source%.c}" ;;
		*) timeout 600 bash "$source" ;;
		esac | sed "s/^/$name\t/"
	done >>"$raw"
done

table() {
	awk -F'\t' '
	{ key = $1 FS $2; if (!(key in n)) order[++rows] = key; value[key, ++n[key]] = $3; unit[key] = $4; mark[key] = $5 }
	function median(key,   i, j, t, m) {
		m = n[key]
		for (i = 1; i <= m; i++) sorted[i] = value[key, i]
		for (i = 1; i <= m; i++) for (j = i + 1; j <= m; j++) if (sorted[j] < sorted[i]) { t = sorted[i]; sorted[i] = sorted[j]; sorted[j] = t }
		return m % 2 ? sorted[(m + 1) / 2] : (sorted[m / 2] + sorted[m / 2 + 1]) / 2
	}
	END {
		print "| what | measured | median of | ratio | to |"
		print "|---|--:|--:|--:|---|"
		for (i = 1; i <= rows; i++) {
			split(order[i], part, FS)
			other = part[1] FS mark[order[i]]
			ratio = mark[order[i]] != "" && other in n && median(other) ? sprintf("%.2f", median(order[i]) / median(other)) : ""
			printf "| %s: %s | %.4g %s | %d | %s | %s |\n", part[1], part[2], median(order[i]), unit[order[i]], n[order[i]], ratio, mark[order[i]]
		}
	}' "$raw"
}

if [ -n "${T:-}" ]; then
	table
	exit
fi
{
	echo "# Measured figures"
	echo
	echo "Written by \`make bench\` on $(date -u +%F), $(nproc) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $(. /etc/os-release && echo "$PRETTY_NAME")."
	echo "Machines differ: compare ratios, which are measured side by side. Steady clock or CPU time as said; medians."
	echo
	table
} >tests/bench/results.md
cat tests/bench/results.md
