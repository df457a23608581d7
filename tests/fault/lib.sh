# Sourced by run.sh: the data of a campaign, its processes, what is done to them, the check.
#
# A round is a folder: data/ (what goes in), pids/ (a file a role: the process that runs now),
# log/ (stderr), state of the stages, out.jsonl and its two sisters. Roles are started again
# when they end otherwise than with 0, as a service manager does.

# make_data FOLDER FILES DOCUMENTS COPIES: that many files of so many documents. 30 % repeat a
# content that came before: exact ones, or (near) with another last word. Line N of want.tsv:
# id, content.
make_data() {
	mkdir -p "$1/data"
	(cd "$1" && awk -v files="$2" -v documents="$3" -v copies="$4" -v seed="$SEED" 'BEGIN {
		srand(seed)
		for (f = 0; f < files; f++) {
			name = sprintf("data/%05d.jsonl", f)
			for (d = 0; d < documents; d++) {
				id = sprintf("doc-%05d-%03d", f, d)
				content = (next_content > 0 && rand() < 0.3) ? int(rand() * next_content) : next_content++
				if (!(content in texts)) {
					texts[content] = "content-" content
					for (w = 0; w < 120; w++)
						texts[content] = texts[content] " " sprintf("%x", int(rand() * 65536))
				}
				last = copies == "near" ? " copy-" f "-" d : ""
				printf "{\"id\":\"%s\",\"text\":\"%s%s.\"}\n", id, texts[content], last > name
				printf "%s\tcontent-%d\n", id, content > "want.tsv"
			}
			close(name)
		}
	}')
}

# check_round: input = kept + dropped + rejected, each id once; each content kept once; each
# kept text is that of its id; what was dropped names one that was kept, of the same content.
# Prints what is wrong.
check_round() {
	local bad=0 lost doubled
	cut -f 1 want.tsv | sort >ids.want
	cat out.jsonl out.jsonl.dropped.jsonl out.jsonl.rejects.jsonl 2>/dev/null |
		sed -n 's/.*"id":"\(doc-[0-9-]*\)".*/\1/p' | sort >ids.got
	lost=$(comm -23 ids.want <(uniq ids.got) | wc -l)
	doubled=$(uniq -d ids.got | wc -l)
	[ "$lost" = 0 ] || { echo "lost records: $lost"; bad=1; }
	[ "$doubled" = 0 ] || { echo "doubled records: $doubled"; bad=1; }
	cut -f 2 want.tsv | sort -u >contents.want
	sed -n 's/.*"text":"\(content-[0-9]*\) .*/\1/p' out.jsonl | sort >contents.got
	lost=$(comm -23 contents.want <(uniq contents.got) | wc -l)
	doubled=$(uniq -d contents.got | wc -l)
	[ "$lost" = 0 ] || { echo "lost contents: $lost"; bad=1; }
	[ "$doubled" = 0 ] || { echo "doubled contents: $doubled"; bad=1; }
	sed -n 's/.*"id":"\(doc-[0-9-]*\)".*"text":"\(content-[0-9]*\) .*/\1\t\2/p' out.jsonl | sort >pairs.got
	if [ "$(comm -13 <(sort want.tsv) pairs.got | wc -l)" != 0 ]; then
		echo "texts of other records"
		bad=1
	fi
	sed -n 's/.*"id":"\(doc-[0-9-]*\)".*"dup":{"kind":"[a-z]*","of":"\(doc-[0-9-]*\)".*/\1\t\2/p' out.jsonl.dropped.jsonl >tags.got
	[ "$(wc -l <tags.got)" = "$(wc -l <out.jsonl.dropped.jsonl)" ] || { echo 'dropped without a tag'; bad=1; }
	awk -F '\t' 'FILENAME == "want.tsv" { content[$1] = $2; next } FILENAME == "pairs.got" { kept[$1] = 1; next }
		!($2 in kept) || content[$1] != content[$2] { print "tag of " $1 ": " $2; wrong = 1 }
		END { exit wrong }' want.tsv pairs.got tags.got || bad=1
	return $bad
}

# supervise ROLE COMMAND...: until it ends with 0, or with what a new start does not mend.
supervise() {
	local role=$1 code
	shift
	while [ ! -e failed ] && [ ! -e stopping ] && [ ! -e done ]; do
		"$@" 2>>"log/$role" &
		echo $! >"pids/$role.new"
		mv "pids/$role.new" "pids/$role"
		wait $!
		code=$?
		echo "exit $code" >>"log/$role"
		case $code in
		0) [ "$role" != source ] || : >done ;;
		75) nap 0.1 ;;
		137 | 143) ;;
		-1) ;; # bash lost it: its number was given anew
		*) [ -e done ] || [ -e stopping ] && return
			echo "$role ended with $code: $(grep -v '^exit' "log/$role" | tail -n 1)" >>failed ;;
		esac
	done 2>/dev/null # without the shell's word of each kill
}

# signal_role SIGNAL ROLE
signal_role() {
	local pid
	read -r pid <"pids/$2" 2>/dev/null && kill "-$1" "$pid" 2>/dev/null
}

# Waits part of a second without a process.
nap() { read -r -t "$1" <> <(:) || :; }

# end_round: whatever still runs of it. A role may be just about to start again.
end_round() {
	local role last=$((SECONDS + 20))
	: >stopping
	while [ -n "$(jobs -r)" ] && [ "$SECONDS" -lt "$last" ]; do
		for role in pids/*; do
			signal_role CONT "${role#pids/}"
			signal_role KILL "${role#pids/}"
		done
		nap 0.1
	done
}
