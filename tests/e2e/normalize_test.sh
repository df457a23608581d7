#!/bin/bash
# leat-normalize over pipes. Frames on a pipe are not compressed, so what came out can be
# looked for in them as it stands.
. "$(dirname "$0")/lib.sh"

need_ingest() { command -v leat-ingest >/dev/null || skip "leat-ingest is not built"; }

case_plain_text() {
	need_ingest
	printf 'Bl\xe5  b\xe6r p\xe5 sm\xf8r\r\nog s\xe5 litt til, sier hun p\xe5 \xf8ya.\r\n' >page.txt
	sh_status 0 'leat-ingest page.txt | leat-normalize --stats stats.json'
	holds out $'Blå bær på smør\nog så litt til'
	holds out windows-1252
	holds out detected
}

case_charset_faults_are_counted() {
	need_ingest
	printf '<meta charset=utf-8><p>Bl\xe5 b\xe6r p\xe5 sm\xf8r, sier hun p\xe5 \xf8ya.</p>' >page.html
	sh_status 0 'leat-ingest page.html | leat-normalize --stats stats.json'
	holds out 'Blå bær på smør'
	holds stats.json '"charset":'
	printf '<meta charset=utf-8><p>good \xc3\xa5 bad \xed\xa0\x80 </p>' >page.html
	sh_status 0 'leat-ingest page.html | leat-normalize --stats stats.json'
	holds out $'bad \xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd '
	holds stats.json '"ill-formed":'
}

case_jsonl_text_and_url() {
	need_ingest
	printf '%s\n' '{"id":"1","url":"HTTP://Example.com:80/a?utm_source=x#y","text":"two  blanks\u0001","mine":"kept"}' >in.jsonl
	sh_status 0 'leat-ingest in.jsonl | leat-normalize'
	holds out 'two blanks'
	holds out 'http://example.com/a'
	lacks out utm_source
	holds out kept
}

case_own_list_of_tracking_parameters() {
	need_ingest
	printf '%s\n' '{"id":"1","url":"http://example.com/?utm_source=x&mine=1","text":"t"}' >in.jsonl
	printf '# own\nmine\n' >list
	sh_status 0 'leat-ingest in.jsonl | leat-normalize --tracking list'
	holds out 'http://example.com/?utm_source=x'
	lacks out 'mine=1'
	sh_status 1 'leat-normalize --tracking nowhere </dev/null'
	holds err nowhere
}

case_options() {
	status 0 leat-normalize --help
	holds out '[no-]repair'
	status 2 leat-normalize --no-such-option
	sh_status 65 'echo text | leat-normalize'
}

run_cases
