# Completion for bash: the words come from each program's own --help, so they are those of
# the installed version. Installed as share/bash-completion/completions/leat.

# Commands of leat itself, and programs leat-X beside it.
_leat_commands() {
	leat --help 2>/dev/null | sed -n 's/^ *leat \([a-z]*\)  .*/\1/p'
	compgen -c leat- | sed 's/^leat-//'
}

_leat() {
	local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} help
	local program=(${COMP_WORDS[0]##*/})

	if [[ ${program[0]} == leat ]]; then
		if ((COMP_CWORD == 1)); then
			mapfile -t COMPREPLY < <(compgen -W "$(_leat_commands)" -- "$word")
			return
		fi
		program+=("${COMP_WORDS[1]}")
	fi
	help=$("${program[@]}" --help 2>/dev/null) || return
	# The value of a choice, which help ends with: (none|zlib|zstd).
	if [[ $before == --* ]]; then
		local choices
		choices=$(awk -v name="$before" '/^ +(-[a-z], )?--/ { take = index($0 " ", " " name " ") } /^[^ ]|^$/ { take = 0 } take' <<<"$help" |
			tr -d '\n' | grep -oE '[a-z0-9_-]+(\|[a-z0-9_-]+)+' | head -n 1)
		[[ $choices ]] && { mapfile -t COMPREPLY < <(compgen -W "${choices//|/ }" -- "$word"); return; }
	fi
	if [[ $word == -* ]]; then
		mapfile -t COMPREPLY < <(compgen -W "$(sed 's/\[no-\]//' <<<"$help" | grep -oE '^ +(-[a-z], )?--[a-z][a-z-]*' | grep -oE -- '--[a-z-]+')" -- "$word")
	else
		mapfile -t COMPREPLY < <(compgen -f -- "$word")
	fi
}

complete -o filenames -F _leat leat leat-ingest leat-normalize leat-extract leat-filter leat-dedup leat-exec leat-store leat-replay
