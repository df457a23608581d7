#!/bin/bash
# What `make install` and `make deb` put where, and that it works from there.
. "$(dirname "$0")/lib.sh"

make_leat() { make -s -C "$ROOT" B="${B:-build}" CC="${CC:-gcc}" ${B:+SAN="$(case $B in build/san-*) s=${B#build/san-}; echo "${s//-/,}" ;; esac)"} "$@" >out 2>&1; }

case_install_and_uninstall() {
	local page
	make_leat install PREFIX=/usr DESTDIR="$PWD/root" || { cat out; fail "make install"; }
	[ -x root/usr/bin/leat ] && [ -x root/usr/bin/leat-store ] || fail "no programs"
	for page in leat leat-ingest leat-store leat-run leat-cat leat-search; do
		head -n 1 "root/usr/share/man/man1/$page.1" | grep -q '^\.TH' || fail "no page $page"
	done
	[ -s root/usr/share/leat/configs/rules/gopher.yaml ] || fail "no configs"
	holds root/usr/lib/systemd/system/leat-store@.service "exec /usr/bin/leat-store"
	! grep -rl /usr/local root/usr/lib root/usr/share/man || fail "names /usr/local"
	[ -s root/usr/share/doc/leat/examples/systemd/store/news.env ] || fail "no example of units"
	[ -s root/usr/share/doc/leat/examples/slurm/part.sbatch ] || fail "no example for Slurm"
	same "$(find root -type f ! -perm -044 -o -type d ! -perm -055)" ""
	PATH=$PWD/root/usr/bin:$PATH status 0 leat run "$DATA/news" -o x.jsonl -q
	make_leat uninstall PREFIX=/usr DESTDIR="$PWD/root" || fail "make uninstall"
	same "$(find root -type f -o -type l)" ""
}

complete_words() { # complete_words WORD...: what bash offers for the last
	COMP_WORDS=("$@")
	COMP_CWORD=$(($# - 1))
	COMPREPLY=()
	_leat
	printf '%s\n' "${COMPREPLY[@]}" | sort -u | tr '\n' ' '
}

case_completion() {
	. "$ROOT/deploy/leat.bash"
	same "$(complete_words leat sea)" "search "
	same "$(complete_words leat ing)" "ingest "
	same "$(complete_words leat-normalize --code)" "--codec "
	same "$(complete_words leat-normalize --rep)" "--repair "
	same "$(complete_words leat-normalize --codec z)" "zlib zstd "
	same "$(complete_words leat run --links t)" "tcp "
	touch page.html
	same "$(complete_words leat-ingest pa)" "page.html "
}

case_deb() {
	command -v dpkg-shlibdeps >/dev/null || skip "no dpkg-dev"
	case ${B:-build} in *san*) skip "sanitized programs are not packed" ;; esac
	make_leat deb || { cat out; fail "make deb"; }
	local deb
	deb=$ROOT/$(tail -n 1 out)
	dpkg-deb -f "$deb" Depends >depends
	holds depends libzmq5
	holds depends libc6
	dpkg-deb -x "$deb" root
	PATH=$PWD/root/usr/bin:$PATH status 0 leat run "$DATA/news" -o x.jsonl -q
	[ -s root/usr/share/man/man1/leat-run.1.gz ] || fail "no manual pages"
}

# What the first stage of the Dockerfile copies is all that building and installing needs, and the
# packages that it installs exist. (chroot_test.sh runs the last stage.)
case_dockerfile() {
	local file=$ROOT/deploy/Dockerfile words word package
	mkdir src
	sed -n '/^FROM.*AS build/,/^FROM [^A]*$/s/^COPY //p' "$file" | grep -v from= >copies
	[ "$(wc -l <copies)" -ge 5 ] || fail "no COPY found"
	while read -r -a words; do
		for word in "${words[@]:0:${#words[@]}-1}"; do
			[ -e "$ROOT/$word" ] || fail "COPY $word: is not there"
			grep -qxF "!${word%%/*}" "$file.dockerignore" || fail "COPY $word: .dockerignore leaves it out"
			[ -e "src/${word%%/*}" ] || cp -a "$ROOT/${word%%/*}" src/
		done
	done <copies
	make -s -n -C src install PREFIX=/usr >plan 2>err || { head -n 3 err; fail "make install would miss something"; }
	grep -E '^(install -m 644|cp -R) ' plan | grep -v completions/leat | tr ' ' '\n' | grep -E '^(README|LICENSE|[a-z]+/)' | while read -r word; do
		[ -e "src/$word" ] || { echo "WHY make install wants $word"; exit 1; }
	done || exit 1
	holds plan 'common/record/FORMAT.md'
	command -v apt-cache >/dev/null || return 0
	for package in $(sed -n '/^build="/,/"$/p' "$ROOT/deploy/install-deps.sh" | sed 's/^build=//; s/"//g'); do
		apt-cache show "$package" >/dev/null 2>&1 || [ -z "$(apt-cache show zlib1g-dev 2>/dev/null)" ] || fail "no package $package"
	done
}

run_cases
