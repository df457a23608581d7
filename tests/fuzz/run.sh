#!/bin/bash
# Runs each fuzz target of BUILD for SECONDS_EACH seconds on its seeds (T=name: only that).
# A finding is kept in BUILD/findings and fails the run.
set -u
build=$1
cd "$(dirname "$0")/../.."
failed=0 count=0
mkdir -p "$build/findings"
for source in tests/fuzz/*.c; do
	name=$(basename "$source" .c)
	[ -z "${T:-}" ] || [ "$T" = "$name" ] || continue
	count=$((count + 1))
	mkdir -p "$build/corpus/$name" "tests/fuzz/seeds/$name"
	if "$build/tests/fuzz/$name" -max_total_time="${SECONDS_EACH:-60}" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
		-max_len=65536 -artifact_prefix="$build/findings/$name-" "$build/corpus/$name" "tests/fuzz/seeds/$name" >"$build/$name.log" 2>&1; then
		echo "ok $name: $(sed -n 's/^stat::number_of_executed_units: *//p' "$build/$name.log") runs"
	else
		failed=$((failed + 1))
		echo "FOUND $name:"
		grep -E 'ERROR|runtime error|artifact|#[0-9] ' "$build/$name.log" | head -n 12
	fi
done
echo "$((count - failed)) passed, $failed failed"
[ "$failed" = 0 ] && [ "$count" -gt 0 ]
