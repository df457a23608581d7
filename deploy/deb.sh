#!/bin/sh
# Makes build/leat_VERSION_ARCH.deb of what `make install` installs. What it depends on is
# found by dpkg-shlibdeps (dpkg-dev) from the programs themselves.
set -eu
cd "$(dirname "$0")/.."
B=${B:-build}
version=$("$B/bin/leat" --version | sed -n '1s/^[^ ]* //p' | cut -d' ' -f1)
arch=$(dpkg --print-architecture)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
mkdir -p "$root/DEBIAN" "$work/debian"
chmod 755 "$root"
${MAKE:-make} -s install B="$B" PREFIX=/usr DESTDIR="$root" >/dev/null
gzip -9n "$root"/usr/share/man/man1/*.1
find "$root/usr/bin" -type f -exec strip {} +
printf 'Source: leat\n\nPackage: leat\nArchitecture: any\nDescription: x\n' >"$work/debian/control"
depends=$(cd "$work" && dpkg-shlibdeps -O root/usr/bin/* 2>/dev/null | sed -n 's/^shlibs:Depends=//p')
[ -n "$depends" ] || { echo "deb.sh: error: no libraries found" >&2; exit 1; }
cat >"$root/DEBIAN/control" <<EOF
Package: leat
Version: $version
Architecture: $arch
Maintainer: Leat developers <leat@localhost>
Installed-Size: $(du -sk "$root/usr" | cut -f1)
Depends: $depends
Section: text
Priority: optional
Description: programs that turn crawled text into a clean corpus
 Ingest, normalize, deduplicate, extract, filter, store and replay multilingual
 documents, as stages of a shell pipeline or as workers over ZeroMQ.
EOF
dpkg-deb --root-owner-group --build "$root" "$B/leat_${version}_$arch.deb" >/dev/null
echo "$B/leat_${version}_$arch.deb"
