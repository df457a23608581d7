# Sourced by the e2e tests. A case is a function whose name starts with "case_"; it runs in
# a fresh folder of its own ($PWD) with `set -e` off, and fails by calling `fail WHY` or by
# returning non-zero. `skip WHY` ends it as skipped. Call `run_cases` last.
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
BIN=$ROOT/${B:-build}/bin
DATA=$ROOT/tests/data
SHARED=$ROOT/../shared
PATH=$BIN:$PATH
export LC_ALL=C.UTF-8

fail() { echo "WHY $*"; exit 1; }
skip() { echo "SKIP $*"; exit 0; }
# status WANT COMMAND...: the command's exit status must be WANT; its output goes to out, err.
status() {
	local want=$1 got
	shift
	"$@" >out 2>err </dev/null
	got=$?
	[ "$got" = "$want" ] || { head -n 5 err; fail "exit $got, want $want: $*: $(tail -n 1 err)"; }
}
# sh_status WANT 'shell line': the same for a pipeline (pipefail).
sh_status() {
	local want=$1 got
	bash -o pipefail -c "$2" >out 2>err </dev/null
	got=$?
	[ "$got" = "$want" ] || { head -n 5 err; fail "exit $got, want $want: $2: $(tail -n 1 err)"; }
}
same() { [ "$1" = "$2" ] || fail "got '$1', want '$2'${3:+ ($3)}"; }
holds() { grep -qF -- "$2" "$1" || { head -n 20 "$1"; fail "$1 does not hold '$2'"; }; }
lacks() { ! grep -qF -- "$2" "$1" || fail "$1 holds '$2'"; }
# until_true SECONDS COMMAND...: waits for a condition, with a deadline.
until_true() {
	local end=$((SECONDS + $1))
	shift
	until "$@"; do
		[ "$SECONDS" -lt "$end" ] || fail "deadline: $*"
		read -r -t 0.05 <> <(:) || :
	done
}

run_cases() {
	local name dir log code failures=0
	for name in $(declare -F | awk '{print $3}' | grep '^case_'); do
		dir=$(mktemp -d)
		log=$(cd "$dir" && ("$name") 2>&1)
		code=$?
		rm -rf "$dir"
		case $log in
		*"SKIP "*) [ "$code" = 0 ] && { echo "skip ${name#case_}: ${log##*SKIP }"; continue; } ;;
		esac
		if [ "$code" = 0 ]; then
			echo "ok ${name#case_}"
		else
			failures=$((failures + 1))
			printf '%s\n' "$log" | sed 's/^/    /'
			echo "not ok ${name#case_}: $(printf '%s\n' "$log" | sed -n 's/^WHY //p' | tail -n 1)"
		fi
	done
	[ "$failures" = 0 ]
}
