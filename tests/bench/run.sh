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
	rounds=$ROUNDS
	grep -q '^# .*Once is enough\.' "$source" && rounds=1
	for ((round = 0; round < rounds; round++)); do
		case $source in
		*.c) timeout 300 "$B/${source%.c}" ;;
		*) timeout 600 bash "$source" ;;
		esac | sed "s/^/$name\t/"
	done >>"$raw"
done

# goals.tsv: a figure's name, and what it is to be, where an x stands the ratio.
table() {
	awk -F'\t' '
	FILENAME ~ /goals/ { goal[$1] = $2; next }
	{ key = $1 FS $2; if (!(key in n)) order[++rows] = key; value[key, ++n[key]] = $3; unit[key] = $4; mark[key] = $5 }
	function median(key,   i, j, t, m) {
		m = n[key]
		for (i = 1; i <= m; i++) sorted[i] = value[key, i]
		for (i = 1; i <= m; i++) for (j = i + 1; j <= m; j++) if (sorted[j] < sorted[i]) { t = sorted[i]; sorted[i] = sorted[j]; sorted[j] = t }
		return m % 2 ? sorted[(m + 1) / 2] : (sorted[m / 2] + sorted[m / 2 + 1]) / 2
	}
	function holds(goal, measured, ratio,   word) {
		split(goal, word, " ")
		if (word[3] == "x") measured = ratio
		if (measured == "") return ""
		return (word[1] == "<=" ? measured <= word[2] + 0 : measured >= word[2] + 0) ? "yes" : "no"
	}
	END {
		print "| what | measured | median of | ratio | to | goal | holds |"
		print "|---|--:|--:|--:|---|--:|---|"
		for (i = 1; i <= rows; i++) {
			split(order[i], part, FS)
			other = part[1] FS mark[order[i]]
			ratio = mark[order[i]] != "" && other in n && median(other) ? sprintf("%.2f", median(order[i]) / median(other)) : ""
			name = part[1] ": " part[2]
			measured = median(order[i])
			wanted = name in goal ? goal[name] " | " holds(goal[name], measured, ratio) : " | "
			printf "| %s | %.4g %s | %d | %s | %s | %s |\n", name, measured, unit[order[i]], n[order[i]], ratio, mark[order[i]], wanted
			delete goal[name]
		}
		if (ENVIRON["T"] == "") for (name in goal) print "not measured: " name " " goal[name] >"/dev/stderr"
	}' tests/bench/goals.tsv "$raw"
}

if [ -n "${T:-}" ]; then
	table
	exit
fi
{
	echo "# Measured figures"
	echo
	echo "Written by \`make bench\` on $(date -u +%F), $(nproc) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $(. /etc/os-release && echo "$PRETTY_NAME")."
	echo "Machines differ: compare ratios, which are measured side by side; the goals are of a machine that runs libdeflate"
	echo "level 1 at 226 MB/s. Steady clock or CPU time as said; medians. Quality is in sample: on the halves of public sets"
	echo "that tables were learned from."
	echo
	table
} >tests/bench/results.md
cat tests/bench/results.md
