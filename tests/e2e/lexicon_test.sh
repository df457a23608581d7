#!/bin/bash
# Tables compiled into leat-extract are those of configs/.
. "$(dirname "$0")/lib.sh"

case_made_from_configs() {
	status 0 sh "$ROOT/stages/extract/lexicon.sh" --check
}

run_cases
