#!/bin/bash
# recovery: seconds until what comes in is stored again after a kill, a hang and a cut link, and
# the largest program beside one that is stopped for a minute (tests/e2e/recovery_test.sh). Once is enough.
set -u
figures=$(mktemp)
trap 'rm -f "$figures"' EXIT
FIGURES=$figures CUTS='0.5 2 8 20' STOPPED=60 bash tests/e2e/recovery_test.sh >&2 || exit 1
sed 's/$/\t/' "$figures"
