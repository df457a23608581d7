#!/bin/bash
# leat-replay: an archive is the stream again, also one that is torn or damaged.
. "$(dirname "$0")/lib.sh"
MAKE=$ROOT/${B:-build}/tests/e2e/bin/make_flow

flow() { "$MAKE" streams=3 frames=4 records=10 drop=7 reject=9 "$@"; }
ids() { leat-store --quiet - | sed 's/.*"id":"\([^"]*\)".*/\1/'; }

case_round_trip() {
	flow >f
	leat-store --quiet - <f >want
	status 0 leat-store --in f a.leat
	leat-replay a.leat 2>err | leat-store --quiet - | cmp -s - want || fail "replay differs"
	leat-replay f 2>err | leat-store --quiet - | cmp -s - want || fail "replay of a redirected flow differs"
	leat-store --quiet - <a.leat | cmp -s - want || fail "the archive as a flow differs"
	status 0 leat-replay a.leat --out r.leat
	status 0 leat-store --in r.leat a.leat
	holds err "12 frames with 120 records were stored already"
}

case_folder_of_segments() {
	mkdir segments
	flow | leat-store --quiet segments/1.leat
	flow first=3 recipe=other/1 | leat-store --quiet segments/2.leat
	echo "not read" >segments/notes.txt
	leat-replay segments 2>err | leat-store --quiet all.leat || fail "replay"
	same "$(leat-replay all.leat 2>err | ids | wc -l)" 186
	mkdir empty
	status 1 leat-replay empty
	holds err "holds no segment"
}

case_two_archives_in_one_file() {
	flow | leat-store --quiet a.leat
	flow first=3 recipe=other/1 | leat-store --quiet b.leat
	cat a.leat b.leat >c.leat
	same "$(leat-replay c.leat 2>err | ids | sort -u | wc -l)" 186
	leat-store --quiet d.leat <c.leat || fail "store"
	same "$(leat-replay d.leat 2>err | ids | wc -l)" 186
}

case_footer_lost() {
	flow >f
	status 0 leat-store --in f a.leat
	leat-replay a.leat --quiet | ids >want
	truncate -s -20 a.leat
	status 0 leat-replay a.leat --out r.leat
	leat-replay r.leat --quiet | ids | cmp -s - want || fail "lost something"
}

case_torn_tail() {
	flow >f
	status 0 leat-store --in f a.leat
	size=$(stat -c %s a.leat)
	for cut in 3 79 300 5000 9000 $((size - 1500)); do
		head -c $cut a.leat >torn.leat
		leat-replay torn.leat --out r.leat 2>err
		[ $? -le 74 ] || fail "cut at $cut"
	done
}

# A byte is flipped in the middle: that frame is named and left out, the others go on.
case_damaged() {
	flow bytes=3000 >f
	status 0 leat-store --in f a.leat --codec none
	cp a.leat b.leat
	printf '\377' | dd of=b.leat bs=1 seek=50000 conv=notrunc 2>/dev/null
	status 74 leat-replay b.leat --out r.leat
	holds err "left out"
	same "$(leat-replay r.leat --quiet | ids | wc -l)" 85
	# The same in a frame's header, and no footer: the next frame is found by a scan.
	leat-replay a.leat --quiet >r.leat
	cp r.leat s.leat
	at=$(grep -abo LEAT s.leat | sed -n '5s/:.*//p')
	printf '\377' | dd of=s.leat bs=1 seek=$((at + 30)) conv=notrunc 2>/dev/null
	status 74 leat-replay s.leat --out t.leat
	holds err "byte $at:"
	left=$(leat-replay t.leat --quiet | ids | wc -l)
	[ "$left" -lt 93 ] && [ "$left" -ge 83 ] || fail "$left left"
}

case_bad_operands() {
	status 2 leat-replay --out r
	status 1 leat-replay missing.leat --out r
	echo "text" >text
	status 65 leat-replay text --out r
	: >empty
	status 0 leat-replay empty --out r
}

case_quiet_when_the_reader_ends() {
	"$MAKE" streams=20 frames=10 records=20 bytes=2000 >f
	leat-replay f 2>err | head -c 100 >/dev/null
	[ "$(wc -l <err)" -le 3 ] || fail "noise"
}

run_cases
