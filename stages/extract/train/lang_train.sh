#!/bin/sh
# lang_train.sh WORK: fetches the packages of lang_sources.txt with apt-get, gathers their text in
# WORK and makes the language tables in ../generated anew. Takes some 350 MB and ten minutes.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../../..
work=$1
mkdir -p "$work/debs" "$work/packages"

l10n='nb nn da sv de nl af fr es pt gl ca it hr bs sr sl sk cs pl id be bg mk uk ru fi hu et lt lv tr eo eu ga ro vi
	cy br oc uz rw ss st tn ts ve nr nso om xh zu gd ast gug kmr szl kk mn tg'
pages='nb sv da de fr es it nl pl pt-br ro id fi cs mk'
packages='gimp-data gramps debian-handbook hunspell-no hunspell-bs hunspell-hr hunspell-sr hunspell-is
	wesnoth-1.16-data kstars-data digikam-data gcompris-qt-data wnorwegian wdanish wswedish'
for l in $l10n; do packages="$packages libreoffice-l10n-$l"; done
for l in $pages; do packages="$packages manpages-$l"; done
(cd "$work/debs" && apt-get download $packages)
for deb in "$work"/debs/*.deb; do
	name=$(basename "$deb")
	mkdir -p "$work/packages/${name%%_*}"
	dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$work/packages/${name%%_*}" --exclude='*.png' --exclude='*.ogg' --exclude='*.jpg'
done
python3 "$here/lang_collect.py" "$work/packages" "$work/texts"

${CC:-gcc} -O3 -std=gnu17 -D_GNU_SOURCE -I"$root/common" -I"$root/stages" "$here/lang_train.c" "$here/../chars.c" \
	"$root"/common/base/*.c "$root/common/text/utf8.c" -lm -o "$work/lang_train"
train() {
	name=$1
	shift
	"$work/lang_train" "$work/texts" "$here/lang_words.txt" "$name" "$@" > "$here/../generated/lang_$name.inc"
}
train latin 14 nb nn da sv de nl af en fr es pt gl ca it hr bs sr sl sk cs pl id ms is other
train cyrillic 12 sr-Cyrl mk bg ru uk be otherC
train north 15 nb nn da sv / en fr pl es other
train south 14 hr bs sr / en fr pl es other
