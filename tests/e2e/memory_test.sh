#!/bin/bash
# Memory: each stage stays under 64 MB and its frames, however much goes through it.
. "$(dirname "$0")/lib.sh"

# peak MB COMMAND...: the command ends well, and its largest resident size is below MB.
peak() {
	python3 - "$@" <<'PY' || exit 1
import resource, subprocess, sys
code = subprocess.call(sys.argv[2:], stderr=subprocess.DEVNULL)
kb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(sys.argv[2], kb, "KB", "exit", code)
sys.exit(0 if code == 0 and kb < int(sys.argv[1]) * 1024 else 1)
PY
}

case_every_stage_stays_small() {
	case ${B:-build} in *san*) skip "sanitizers have memory of their own" ;; esac
	python3 "$ROOT/tests/bench/make_text.py" 700 20000 >in.jsonl
	local sink
	{
		peak 72 leat-ingest in.jsonl --out a.leat &&
			peak 72 leat-normalize --in a.leat --out b.leat --jobs 2 &&
			peak 72 leat-dedup --in b.leat --out c.leat --jobs 2 &&
			peak 72 leat-extract --in c.leat --out d.leat --jobs 2 &&
			peak 72 leat-replay d.leat --out e.leat
	} || fail "over 64 MB"
	for sink in x.leat x.db x.jsonl.gz; do
		peak 72 leat-store --in d.leat $sink || fail "store $sink over 64 MB"
	done
}

# Ingest: 64 MB and its caps (32 MiB of a line), whatever comes; what lies beside it is kept.
case_long_line() {
	case ${B:-build} in *san*) skip "sanitizers have memory of their own" ;; esac
	{
		echo '{"text":"before"}'
		printf '{"text":"'
		yes 'word ' | tr -d '\n' | head -c 100000000
		printf '"}\n{"text":"after"}\n'
	} >in.jsonl
	peak 96 leat-ingest in.jsonl --stats s --out a.leat || fail "over 96 MB"
	holds s '"kept":3,'
	sed -i 's/word/w\\u00f6rd/g' in.jsonl
	peak 96 leat-ingest in.jsonl --stats s --out a.leat || fail "over 96 MB with escapes"
	holds s '"kept":3,'
}

run_cases
