#!/bin/bash
# Archives: what is written stays readable by every way in, and grows run by run.
. "$(dirname "$0")/lib.sh"
MAKE=$ROOT/${B:-build}/tests/e2e/bin/make_flow

flow() { "$MAKE" streams=3 frames=4 records=10 "$@"; }
ids() { leat-store --quiet - | sed 's/.*"id":"\([^"]*\)".*/\1/'; }

case_grows_run_by_run() {
	for ((i = 0; i < 5; i++)); do
		flow first=$((3 * i)) >f
		status 0 leat-store --in f a.leat
	done
	same "$(leat-replay a.leat --quiet | ids | sort -u | wc -l)" 600
	same "$(ids <a.leat | wc -l)" 600
}

case_interrupted_then_finished() {
	flow interrupted=1 frames=2 last=1000 >f
	status 75 leat-store --in f a.leat
	flow >g
	status 0 leat-store --in g a.leat
	same "$(ids <a.leat | wc -l)" 120
	sh_status 0 "leat-store --in a.leat b.leat"
}

case_interrupted_then_nothing_new() {
	flow interrupted=1 >f
	status 75 leat-store --in f a.leat
	sh_status 75 "leat-store --in a.leat b.leat"
	flow >g
	status 0 leat-store --in g a.leat
	sh_status 0 "leat-store --in a.leat c.leat"
}

case_codecs() {
	flow bytes=3000 >f
	for codec in none zlib zstd; do
		status 0 leat-store --in f $codec.leat --codec $codec
		ids <$codec.leat | sort | uniq -c | awk '$1 != 1' | grep -q . && fail "$codec"
		same "$(leat-replay $codec.leat --quiet | leat-store --quiet - | md5sum)" "$(leat-store --quiet - <f | md5sum)"
	done
	[ "$(stat -c %s zlib.leat)" -lt $(($(stat -c %s none.leat) / 2)) ] || fail "not compressed"
}

case_flow_of_nothing() {
	"$MAKE" streams=0 >f
	for sink in a.leat a.jsonl; do
		status 0 leat-store --in f $sink
		[ -e $sink ] || fail "no $sink"
		status 0 leat-store --in f $sink
	done
	status 0 leat-replay a.leat --out r.leat
}

case_damage_is_not_cut_off() {
	flow bytes=3000 >f
	status 0 leat-store --in f a.leat --codec none
	cp a.leat b.leat
	truncate -s -10 b.leat
	at=$(grep -abo LEAT b.leat | sed -n '6s/:.*//p')
	printf '\377' | dd of=b.leat bs=1 seek=$((at + 30)) conv=notrunc 2>/dev/null
	cp b.leat c.leat
	flow first=9 >g
	status 74 leat-store --in g b.leat
	holds err "damaged at byte $at"
	cmp -s b.leat c.leat || fail "it was written to"
}

case_cut_flow_of_another_program() {
	flow cut=1 >a.leat
	cp a.leat b.leat
	flow first=9 >g
	status 78 leat-store --in g a.leat
	cmp -s a.leat b.leat || fail "it was written to"
}

case_segments() {
	"$MAKE" streams=10 frames=20 records=10 bytes=2000 >f
	status 0 leat-store --in f a.leat/ --segment-size 200K --codec none
	count=$(ls a.leat | wc -l)
	[ "$count" -ge 1 ] || fail "$count segments"
	same "$(leat-replay a.leat --quiet | ids | sort -u | wc -l)" 2000
	status 0 leat-store --in f a.leat --segment-size 200K
	holds err "200 frames with 2000 records were stored already"
	"$MAKE" streams=10 frames=20 records=10 bytes=2000 recipe=other/1 >g
	status 78 leat-store --in g a.leat
	"$MAKE" streams=2 first=20 frames=20 records=10 bytes=2000 >h
	status 0 leat-store --in h a.leat --segment-size 200K --keep-size 1M
	[ ! -e a.leat/00000001.leat ] || fail "nothing was deleted"
	status 0 leat-replay a.leat --out r
	status 2 leat-store --in f b.leat --segment-size 1M
	status 2 leat-store --in f b.db --keep-age 1d
}

run_cases
