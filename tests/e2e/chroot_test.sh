#!/bin/bash
# The package on a fresh Debian: a chroot made from the mirror that this machine's apt uses. What
# the last stage of deploy/Dockerfile runs is run there, so that both are tried.
. "$(dirname "$0")/lib.sh"
FILE=$ROOT/deploy/Dockerfile

# A fresh system, made once in the build folder and unpacked as ./root.
fresh_root() {
	local base=$ROOT/build/chroot-base.tar mirror proxy keys
	command -v debootstrap >/dev/null || skip "no debootstrap"
	[ "$(id -u)" = 0 ] || skip "needs root"
	mkdir root
	if [ ! -s "$base" ]; then
		mirror=$(apt-get indextargets --format '$(RELEASE) $(REPO_URI)' 'Created-By: Packages' | awk '$1 == "bookworm" { print $2; exit }')
		[ -n "$mirror" ] || skip "apt has no source for bookworm"
		eval "$(apt-config shell proxy Acquire::http::Proxy)"
		http_proxy=${proxy:-${http_proxy:-}} timeout 300 debootstrap --variant=minbase bookworm root "$mirror" >debootstrap.log 2>&1 ||
			skip "debootstrap fails: $(tail -n 1 debootstrap.log)"
		tar -cf base.tar --numeric-owner -C root . && mv base.tar "$base.$$" && mv "$base.$$" "$base"
	else
		tar -xpf "$base" -C root || fail "cannot unpack $base"
	fi
	# This machine's way to the mirror.
	rm -rf root/etc/apt
	cp -a /etc/apt root/etc/apt
	cp -L /etc/resolv.conf /etc/hosts root/etc/
	printf '#!/bin/sh\nexit 101\n' >root/usr/sbin/policy-rc.d
	chmod 755 root/usr/sbin/policy-rc.d
}
# inside COMMAND: in the fresh system, as root, with nothing of our environment.
inside() {
	unshare --mount --pid --fork --kill-child sh -c 'mount -t proc proc root/proc && exec chroot root env -i \
		PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root DEBIAN_FRONTEND=noninteractive \
		sh -ec "$1"' sh "$1" </dev/null
}

case_package_on_a_fresh_system() {
	local deb run
	case ${B:-build} in *san*) skip "sanitized programs are not packed" ;; esac
	command -v dpkg-shlibdeps >/dev/null || skip "no dpkg-dev"
	fresh_root
	make -s -C "$ROOT" B="${B:-build}" CC="${CC:-gcc}" deb >out 2>&1 || { cat out; fail "make deb"; }
	deb=$ROOT/$(tail -n 1 out)
	cp "$deb" root/tmp/
	inside 'find / -xdev | grep -v ^/proc | sort >/tmp/before' || skip "cannot enter a chroot here"
	run=$(sed -n '/^COPY --from=build/,/^USER/p' "$FILE" | sed '1d;$d;s/^RUN //;s/\\$//')
	inside "$run" >run.log 2>&1 || { tail -n 5 run.log; fail "the commands of the Dockerfile"; }
	cp -r "$DATA/news" root/data/
	inside 'leat --version' >version || fail "leat --version"
	head -n 1 version | grep -q '^leat [0-9]' || fail "$(head -n 1 version)"
	inside 'su leat -c "cd /data && leat run news -o corpus.db && leat search corpus.db harbour"' >found 2>err || { cat err; fail "a pipeline"; }
	holds found harbour
	inside 'cd /data && leat-ingest news | leat-normalize | leat-extract --signals | leat-filter --rules gopher | leat-store - >kept' 2>err ||
		{ cat err; fail "rules"; }
	inside 'test -s /usr/share/bash-completion/completions/leat-store && test -s /usr/lib/systemd/system/leat@.target' || fail "files are missing"
	inside 'dpkg --purge leat' >out 2>&1 || { cat out; fail "purge"; }
	same "$(inside 'find / -xdev | grep -i leat | grep -vE "^/(proc|data|home|tmp|etc|var/mail|var/log)"')" ""
}

run_cases
