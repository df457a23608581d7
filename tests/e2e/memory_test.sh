#!/bin/bash
# Memory: each stage stays under 64 MB and its frames, however much goes through it.
. "$(dirname "$0")/lib.sh"

case_every_stage_stays_small() {
	case ${B:-build} in *san*) skip "sanitizers have memory of their own" ;; esac
	python3 "$ROOT/tests/bench/make_text.py" 700 20000 >in.jsonl
	peak() { # peak NAME COMMAND...: the command's largest resident size in KB
		local name=$1
		shift
		python3 - "$@" <<'PY' || exit 1
import resource, subprocess, sys
code = subprocess.call(sys.argv[1:], stderr=subprocess.DEVNULL)
kb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(sys.argv[1], kb, "KB", "exit", code)
sys.exit(0 if code == 0 and kb < 64 * 1024 + 2 * 4096 else 1)
PY
	}
	local sink
	{
		peak ingest leat-ingest in.jsonl --out a.leat &&
			peak normalize leat-normalize --in a.leat --out b.leat --jobs 2 &&
			peak dedup leat-dedup --in b.leat --out c.leat --jobs 2 &&
			peak extract leat-extract --in c.leat --out d.leat --jobs 2 &&
			peak replay leat-replay d.leat --out e.leat
	} || fail "over 64 MB"
	for sink in x.leat x.db x.jsonl.gz; do
		peak store leat-store --in d.leat $sink || fail "store $sink over 64 MB"
	done
}

run_cases
