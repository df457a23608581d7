#!/bin/sh
# lang_train.sh WORK: fetches the packages of lang_packages.txt with apt-get, gathers their text in
# WORK and makes the language tables in ../generated anew, bit for bit. Takes some 1.3 GB and ten
# minutes. A version that the mirror no longer holds is at snapshot.debian.org: put it into WORK/debs.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../../..
work=$1
mkdir -p "$work/debs" "$work/packages"

while read -r _ deb; do
	[ -e "$work/debs/$deb" ] && continue
	version=${deb#*_}
	echo "${deb%%_*}=$(echo "${version%_*}" | sed 's/%3a/:/')"
done < "$here/lang_packages.txt" > "$work/missing"
[ -s "$work/missing" ] && (cd "$work/debs" && xargs apt-get download < "$work/missing")
(cd "$work/debs" && sha256sum --quiet -c "$here/lang_packages.txt")
while read -r _ deb; do
	mkdir -p "$work/packages/${deb%%_*}"
	dpkg-deb --fsys-tarfile "$work/debs/$deb" | tar -x -C "$work/packages/${deb%%_*}" --wildcards \
		'*.mo' '*/man/*' '*.html' '*/i18n/*.json' '*/dict/*' '*.dic' 2> /dev/null || true # a package need not have all of these
done < "$here/lang_packages.txt"
python3 "$here/lang_collect.py" "$work/packages" "$work/texts"

${CC:-gcc} -O3 -std=gnu17 -D_GNU_SOURCE -I"$root/common" -I"$root/stages" "$here/lang_train.c" "$here/../chars.c" \
	"$root"/common/base/*.c -lm -o "$work/lang_train"
mkdir -p "$work/north"
for lang in nb nn da sv; do
	cat "$work/texts/$lang.txt" "$work/texts/$lang.more.txt" > "$work/north/$lang.txt"
done
cp "$work"/texts/en.txt "$work"/texts/fr.txt "$work"/texts/pl.txt "$work"/texts/es.txt "$work"/texts/other.txt "$work/north"
train() {
	name=$1
	texts=$2
	shift 2
	"$work/lang_train" "$work/$texts" "$here/lang_words.txt" "$name" "$@" > "$here/../generated/lang_$name.inc"
}
train latin texts 14 north:nb north:nn north:da north:sv de nl af en fr es pt gl ca it south:hr south:bs south:sr \
	sl sk cs pl id ms is other
train cyrillic texts 12 sr-Cyrl mk bg ru uk be otherC
train north north 17 nb nn da sv / en fr pl es other
train south texts 14 hr bs sr / en fr pl es other
python3 "$here/lang_wordlist.py" "$work/north" "$work/packages" > "$here/../generated/lang_words.inc"
