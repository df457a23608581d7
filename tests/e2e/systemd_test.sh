#!/bin/bash
# The units of deploy/systemd: systemd finds nothing wrong in them, and what they start is a
# pipeline that works.
. "$(dirname "$0")/lib.sh"
UNITS=$ROOT/deploy/systemd

# It says what is wrong on stderr, and ends with 0 even so.
case_verify() {
	local unit
	command -v systemd-analyze >/dev/null || skip "no systemd-analyze"
	cp -r "$UNITS" units
	grep -h '^StateDirectory=' units/*.service | sort | uniq -d >twice
	[ ! -s twice ] || fail "two kinds share a folder: $(cat twice)"
	for unit in units/*@.*; do cp "$unit" "${unit/@./@news.}"; done
	systemd-analyze verify --man=no units/*@news.* 2>err || fail "$(head -n 3 err)"
	[ ! -s err ] || fail "$(head -n 3 err)"
	echo 'Unknown=1' >>units/leat@news.target
	systemd-analyze verify --man=no units/leat@news.target 2>err
	[ -s err ] || fail "it would not say what is wrong"
}

# What the target starts is there, with an example of its environment; what it starts it stops.
case_target_names_what_is_there() {
	local unit kind wanted
	wanted=$(sed -n 's/^Wants=//p' "$UNITS/leat@.target")
	same "$(sed -n 's/^PropagatesStopTo=//p' "$UNITS/leat@.target")" "$wanted"
	for unit in $wanted; do
		kind=${unit%@*}
		[ -s "$UNITS/$kind@.service" ] || fail "no $kind@.service"
		unit=${unit#*@}
		unit=${unit%.service}
		[ -s "$UNITS/example/${kind#leat-}/${unit/\%i/news}.env" ] || fail "no example for $kind@$unit"
	done
	same "$(find "$UNITS/example" -name '*.env' | wc -l)" "$(wc -w <<<"$wanted")"
}

# start KIND INSTANCE: as systemd would start it, but here, and from this build.
start() {
	local unit=$UNITS/leat-$1@.service command
	command=$(sed -n "s/^ExecStart=\/bin\/sh -c '\(.*\)'$/\1/p" "$unit")
	[[ $command == *leat-* ]] || fail "$unit: no ExecStart"
	command=${command//\/usr\/local\/bin/$BIN}
	command=${command//\/var\/lib\/leat\/$1\/%i/$PWD\/lib\/$1}
	mkdir -p "lib/$1"
	(set -a && . "etc/$1/$2.env" && cd "lib/$1" && exec sh -c "$command") &
	pids="$pids $!"
}

# The example as it stands, but for the ports and the folder; a worker more, and one killed.
case_example_runs() {
	local base=$((20000 + $$ % 20000)) pids= source
	cp -r "$UNITS/example" etc
	sed -i "s#127.0.0.1:700#127.0.0.1:$((base / 10))#; s#^DATA=.*#DATA=$DATA/news#" etc/*/*.env
	trap 'kill -KILL $pids 2>/dev/null' EXIT
	start store news
	start worker news-extract
	start worker news-extract
	start dedup news
	start worker news-normalize
	kill -KILL $!
	start worker news-normalize
	start source news
	source=$!
	wait $source || fail "the source ended with $?"
	leat run "$DATA/news" -o want.db -q
	same "$(sqlite3 lib/store/news.db 'select count(*) from documents')" "$(sqlite3 want.db 'select count(*) from documents')"
	kill -TERM $pids 2>/dev/null
	wait
}

# boot SECONDS: a system whose files are this machine's, with what is in ./upper over them. It is
# off when done, and /result of it is ./result.
boot() {
	timeout -k 5 "$1" systemd-nspawn --quiet --register=no --keep-unit -D root --private-network --bind="$PWD/result:/result" \
		--boot systemd.unit=leat-test.service >boot.log 2>&1 </dev/null || :
}

# systemd itself runs the example, with keys: all that ends badly starts again, what is asked to
# stop stops well.
case_booted() {
	case ${B:-build} in *san*) skip "sanitized programs do not go with the units' limits" ;; esac
	[ "$(id -u)" = 0 ] || skip "needs root"
	command -v systemd-nspawn >/dev/null || skip "no systemd-nspawn (systemd-container)"
	mkdir layers root result
	mount -t tmpfs leat-test layers 2>/dev/null || skip "no right to mount"
	trap 'umount -l root; umount -l layers' EXIT
	mkdir layers/upper layers/work
	mount -t overlay leat-test -o "lowerdir=/,upperdir=layers/upper,workdir=layers/work" root 2>/dev/null || skip "no overlay here"

	local etc=root/etc name
	mkdir -p root/usr/local/bin $etc/leat root/srv
	install "$BIN"/leat* root/usr/local/bin/
	cp "$UNITS"/leat*@.* $etc/systemd/system/
	cp -r "$UNITS"/example/* $etc/leat/
	cp -r "$DATA/news" root/srv/news
	(cd $etc/leat && leat keygen hub && leat keygen worker && mv worker.pub allowed) >/dev/null || fail keygen
	chmod 755 root/srv/news $etc/leat
	chmod 644 $etc/leat/allowed $etc/leat/hub.pub
	grep -q '^leat:' $etc/passwd || echo 'leat:x:970:970::/nonexistent:/usr/sbin/nologin' >>$etc/passwd
	grep -q '^leat:' $etc/group || echo 'leat:x:970:' >>$etc/group
	chroot root chown leat: /etc/leat/hub.key /etc/leat/worker.key
	for name in source dedup store; do sed -i 's#^OPTIONS=#OPTIONS=--key /etc/leat/hub.key --allow /etc/leat/allowed #' $etc/leat/$name/news.env; done
	sed -i 's#^OPTIONS=#OPTIONS=--key /etc/leat/worker.key --peer-key /etc/leat/hub.pub #' $etc/leat/worker/*.env
	printf '[Unit]\nAfter=basic.target\nRequires=basic.target\n[Service]\nType=oneshot\nExecStart=/drive.sh\nExecStopPost=systemctl --no-block halt\n' >$etc/systemd/system/leat-test.service
	cat >root/drive.sh <<-'SH'
		#!/bin/bash
		exec >/result/log 2>&1
		units='leat-store@news leat-worker@news-extract leat-dedup@news leat-worker@news-normalize'
		until_true() { local n=0; until eval "$1"; do n=$((n + 1)); [ $n -lt 200 ] || { echo "never: $1"; systemctl --no-pager status 'leat*'; journalctl --no-pager -n 40; exit 1; }; sleep 0.1; done; }
		documents() { sqlite3 /var/lib/leat/store/news/news.db 'select count(*) from documents'; }
		systemctl start leat@news.target
		until_true '[ "$(systemctl show -P ActiveState leat-source@news)" = inactive ]'
		echo "source $(systemctl show -P Result leat-source@news), $(documents) documents"
		started() { until_true "[ \"\$(systemctl show -P NRestarts $unit)\" = $1 ] && systemctl -q is-active $unit"; }
		# All have ended with the source, and wait for the next.
		for unit in $units; do started 1; done
		for unit in $units; do systemctl kill -s KILL --kill-who=main "$unit" && started 2; done
		systemctl reload leat-store@news && echo reloaded
		echo '{"id":"late","text":"A text that comes when all have been killed, and is stored even so."}' >/srv/news/late.jsonl
		systemctl start leat-source@news
		until_true '[ "$(systemctl show -P ActiveState leat-source@news)" = inactive ]'
		echo "again $(documents) documents"
		systemctl stop leat@news.target
		for unit in $units; do
			until_true "[ \"\$(systemctl show -P ActiveState $unit)\" = inactive ]"
			echo "$unit $(systemctl show -P Result "$unit")"
		done
	SH
	chmod 755 root/drive.sh
	boot 90
	[ -s result/log ] || skip "systemd does not boot here: $(tail -n 1 boot.log | tr -cd '[:print:]')"
	leat run "$DATA/news" -o want.db -q
	local count
	count=$(sqlite3 want.db 'select count(*) from documents')
	same "$(cat result/log)" "source success, $count documents
reloaded
again $((count + 1)) documents
leat-store@news success
leat-worker@news-extract success
leat-dedup@news success
leat-worker@news-normalize success"
}

run_cases
