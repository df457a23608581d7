#!/bin/bash
# The job array of deploy/slurm under a real Slurm: munged, slurmctld and one slurmd, started here
# in a folder of their own.
. "$(dirname "$0")/lib.sh"

PORT=$((20000 + $$ % 20000))

slurm_stop() {
	local name pid
	[ ! -s "$slurm/slurmd.pid" ] || scancel --quiet --full --signal=KILL --user "$(id -un)" 2>/dev/null
	for name in slurmd slurmctld munged; do
		pid=$(cat "$slurm/$name.pid" 2>/dev/null)
		[ -z "$pid" ] || { kill "$pid" && tail --pid="$pid" -f /dev/null; } 2>/dev/null
	done
	rm -rf "$slurm"
}

# Starts the three; SLURM_CONF then tells sbatch and the others where they are.
slurm_start() {
	local tool
	for tool in munged slurmctld slurmd sbatch; do
		PATH=$PATH:/usr/sbin command -v $tool >/dev/null || skip "no $tool: install slurm-wlm"
	done
	[ "$(id -u)" = 0 ] || skip "slurmd wants root"
	PATH=$PATH:/usr/sbin
	slurm=$(mktemp -d /tmp/leat-slurm-XXXXXX)
	chmod 755 "$slurm"
	trap slurm_stop EXIT
	mkdir -m 700 "$slurm/munge" "$slurm/ctld" "$slurm/spool"
	mkdir "$slurm/run"
	(umask 077 && head -c 128 /dev/urandom >"$slurm/munge/key")
	munged --force --socket="$slurm/run/munge" --key-file="$slurm/munge/key" --pid-file="$slurm/munged.pid" \
		--log-file="$slurm/munge/log" --seed-file="$slurm/munge/seed" --num-threads=1 >"$slurm/munged.out" 2>&1 ||
		skip "munged does not start: $(tail -n 1 "$slurm/munged.out")"
	export SLURM_CONF=$slurm/slurm.conf
	cat >"$SLURM_CONF" <<EOF
ClusterName=leat$$
SlurmctldHost=$(hostname -s)(127.0.0.1)
SlurmctldPort=$PORT
SlurmdPort=$((PORT + 1))
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$slurm/run/munge,cred_expire=5
CredType=cred/munge
SlurmctldPidFile=$slurm/slurmctld.pid
SlurmdPidFile=$slurm/slurmd.pid
SlurmctldLogFile=$slurm/slurmctld.log
SlurmdLogFile=$slurm/slurmd.log
StateSaveLocation=$slurm/ctld
SlurmdSpoolDir=$slurm/spool
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=sched_interval=1,bf_interval=1,batch_sched_delay=0
KillWait=5
MpiDefault=none
SlurmdParameters=config_overrides
ReturnToService=2
MailProg=/bin/true
NodeName=leat NodeHostname=$(hostname -s) NodeAddr=127.0.0.1 CPUs=8 RealMemory=64000
PartitionName=work Nodes=leat Default=YES MaxTime=INFINITE
EOF
	touch "$slurm/cgroup.conf"
	slurmctld -c 2>"$slurm/out" || fail "slurmctld: $(tail -n 2 "$slurm/out")"
	slurmd -N leat 2>"$slurm/out" || fail "slurmd: $(tail -n 2 "$slurm/out")"
	until_true 30 node_is_idle
}
node_is_idle() { [ "$(sinfo --noheader --format=%T 2>/dev/null)" = idle ]; }

# A stage that lets three records pass and holds the others until the gate is open.
make_gate() {
	cat >gate.sh <<'EOF'
while read -r line; do
	count=$((count + 1))
	until [ $count -le 3 ] || [ -e "$1" ]; do sleep 0.1; done
	echo '{}'
done
EOF
	gate="{stage: exec, send: id, operands: [sh, $PWD/gate.sh, $PWD/open]}"
}
samples() { # samples COUNT
	local i
	mkdir data
	for ((i = 1; i <= $1; i++)); do
		printf '{"id":"doc-%d","text":"Text number %d of the sample, long enough to be one."}\n' "$i" "$((i % 300))" >"data/$i.jsonl"
	done
}
# submit SCRIPT OPTION...: the number of the job.
submit() {
	local script=$1
	shift
	sbatch --parsable "$@" "$ROOT/deploy/slurm/$script"
}
state_is() { [ "$(scontrol show job "$1" | sed -n 's/.*JobState=\([A-Z]*\).*/\1/p' | sort -u)" = "$2" ]; }
has_records() { [ "$(leat cat "$1" 2>/dev/null | wc -l)" -ge 3 ]; }
# kill_one PATTERN: by the whole command line, which holds our folder.
kill_one() {
	local pid
	pid=$(pgrep -o -f -- "$1") || fail "$1 does not run"
	kill -KILL "$pid"
}

# Each part meets another death; all is there once.
array_and_join() {
	local array join part
	samples 400
	export DATA=$PWD/data OUT=$PWD/out STAGES="normalize, $gate, extract" BY=exact
	array=$(submit part.sbatch --array=1-3) || fail sbatch
	join=$(submit join.sbatch --dependency=afterok:$array) || fail sbatch
	for part in 1 2 3; do until_true 60 has_records out/part-$part.leat; done
	kill_one "leat-extract .*--config=$OUT/state/part-1.yaml"
	kill_one "leat run $OUT/state/part-2.yaml"
	scontrol requeue "${array}_3" || fail requeue
	touch open
	until_true 120 state_is "$join" COMPLETED
	holds leat-part-1.log 'killed by signal 9; starts again'
	holds leat-part-2.log 'leat run ended with 137; starts again'
	scontrol show job "${array}_3" | grep -q 'Restarts=1' || fail "part 3 was not put back"
	same "$(for part in 1 2 3; do leat cat out/part-$part.leat --fields id; done | sort | uniq | wc -l)" 400
	same "$(for part in 1 2 3; do leat cat out/part-$part.leat --fields id; done | wc -l)" 400
	same "$(sqlite3 out/corpus.db 'select count(*), count(distinct text) from documents')" '300|300'
	same "$(sqlite3 out/corpus.db 'select count(*) from dropped')" 100
}


# USR1, as Slurm sends it when time is nearly up: what was read is stored, and the rest follows in
# another run. The data, which no codec makes smaller, is more than a source may have on the way.
time_is_up() {
	local job i
	mkdir big
	for ((i = 1; i <= 60; i++)); do
		printf '{"id":"big-%d","text":"' $i
		head -c 750000 /dev/urandom | base64 -w 0
		printf '"}\n'
	done | split -l 1 --additional-suffix=.jsonl - big/
	export DATA=$PWD/big OUT=$PWD/late STAGES="normalize, $gate"
	rm open
	job=$(submit part.sbatch --array=1-1 --output=late.log) || fail sbatch
	until_true 60 has_records late/part-1.leat
	scancel --batch --signal=USR1 "$job" || fail scancel
	touch open
	until_true 60 grep -q 'time is up; goes back into the queue' late.log
	[ "$(leat cat late/part-1.leat --fields id | wc -l)" -lt 60 ] || fail "it was not ended early"
	until_true 120 state_is "$job" COMPLETED
	same "$(leat cat late/part-1.leat --fields id | sort -u | wc -l)" 60
	same "$(leat cat late/part-1.leat --fields id | wc -l)" 60
	# an archive that was removed is made again
	rm late/part-1.leat
	job=$(submit part.sbatch --array=1-1 --output=again.log) || fail sbatch
	until_true 120 state_is "$job" COMPLETED
	same "$(leat cat late/part-1.leat --fields id | sort -u | wc -l)" 60
}

# One Slurm for all: it takes long to start.
case_all() {
	slurm_start
	make_gate
	array_and_join
	time_is_up
}

run_cases
