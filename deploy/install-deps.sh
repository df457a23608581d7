#!/bin/sh
# Installs what building and testing Leat needs and this machine lacks: with apt-get as
# root or through sudo on Debian and its kin; elsewhere it lists the packages and stops.
# With the word `build`: only what building, and making a package, needs.
set -eu
build="gcc g++ make pkg-config dpkg-dev
libzstd-dev libzmq3-dev libmsgpack-dev zlib1g-dev libdeflate-dev libxxhash-dev
libarchive-dev libbrotli-dev libexpat1-dev libjson-c-dev libuchardet-dev libutf8proc-dev
libcld2-dev libjq-dev libsqlite3-dev libpq-dev libmicrohttpd-dev libyaml-dev"
test="libcriterion-dev procps zstd brotli python3 python3-msgpack python3-yaml iproute2 sqlite3 curl jq wget systemd postgresql"
case ${1:-} in
build) packages=$build ;;
*) packages="$build $test" ;;
esac

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
	command -v pkg-config >/dev/null && pkg-config --exists libzmq msgpack zlib libdeflate libxxhash criterion && exit 0
	echo "install-deps: this is no Debian system; install the equivalents of:" >&2
	echo $packages >&2
	exit 1
fi

missing=
for p in $packages; do
	[ "$(dpkg-query -W -f '${db:Status-Status}' "$p" 2>/dev/null)" = installed ] || missing="$missing $p"
done
[ -n "$missing" ] || exit 0

sudo=
if [ "$(id -u)" != 0 ]; then
	command -v sudo >/dev/null || { echo "install-deps: as root, run: apt-get install$missing" >&2; exit 1; }
	sudo=sudo
fi
echo "install-deps: installing$missing"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
trap 'rm -f "$log"' EXIT
{ $sudo apt-get install -y -q --no-install-recommends $missing ||
	{ $sudo apt-get update -q && $sudo apt-get install -y -q --no-install-recommends $missing; }; } >"$log" 2>&1 ||
	{ tail -n 20 "$log" >&2; echo "install-deps: could not install$missing" >&2; exit 1; }
