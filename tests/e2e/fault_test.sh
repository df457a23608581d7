#!/bin/bash
# A minute at most of the fault campaign (make fault SECONDS=N for more): a round is a case. What
# needs rights that are lacking is skipped, and counted as such.
here=$(dirname "$0")
kinds='ipc tcp cut pipe full'
# A failing fsync comes by a preload, which does not go with sanitizers.
case ${B:-build} in *san*) ;; *) kinds="$kinds fsync" ;; esac
# shellcheck disable=SC2086
kinds=$(shuf -e $kinds | tr "\n" " ")
B=${B:-build} FILES=1500 FAULT_SECONDS=3 SECONDS_TOTAL=45 KINDS=$kinds "$here/../fault/run.sh" 2>&1 | awk '
	/^ok |^skip / { print; next }
	{ other = other "    " $0 "\n" }
	/^FAILED/ { sub(/^FAILED/, "not ok"); failed = failed $0 "\n" }
	END { if (failed) printf "%s%s", other, failed }'
exit "${PIPESTATUS[0]}"
