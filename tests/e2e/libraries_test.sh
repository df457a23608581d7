#!/bin/bash
# A program links what it uses and nothing else (DESIGN: libraries by stage).
. "$(dirname "$0")/lib.sh"

# What every program may link, and what each may link beside.
common='linux-vdso|ld-linux|libc\.|libm\.|libpthread|libgcc_s|libasan|libubsan|libdeflate|libz\.|libzstd|libxxhash|libmsgpackc|libyaml|libzmq|libmicrohttpd'
own() {
	case $1 in
	leat-ingest) echo 'libuchardet|libutf8proc|libarchive|libbrotli|libexpat|libjson-c' ;;
	leat-normalize) echo 'libuchardet|libutf8proc' ;;
	leat-extract) echo 'libcld2|libstdc|libutf8proc|libjson-c' ;;
	leat-dedup) echo 'libutf8proc' ;;
	leat-filter) echo 'libjq|libonig|libutf8proc' ;;
	leat-replay) echo 'libjq|libonig' ;;
	leat-store) echo 'libsqlite3|libpq|libutf8proc' ;;
	leat) echo 'libsqlite3|libpq|libjq|libonig|libutf8proc' ;;
	*) echo none ;;
	esac
}

case_each_links_its_own() {
	local program name extra
	for program in "$BIN"/*; do
		name=$(basename "$program")
		# What the program itself asks the loader for, not what its libraries do.
		extra=$(objdump -p "$program" | awk '$1 == "NEEDED" { print $2 }' | grep -vE "$common|$(own "$name")")
		[ -z "$extra" ] || fail "$name links $extra"
	done
}

run_cases
