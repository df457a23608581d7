#!/bin/bash
# leat-extract of markup: its options, what HTTP headers say, and that its trainer repeats itself.
. "$(dirname "$0")/lib.sh"

TRAINER=$ROOT/${B:-build}/stages/extract/train/train_html
TRAIN=$ROOT/stages/extract/train/train_html.py

# extract PAGE OPTION...: the fields of the record as JSON
extract() {
	local page=$1
	shift
	leat-ingest -q "$page" | leat-normalize -q | leat-extract -q "$@" | leat-store -q -
}
get() { python3 -c 'import json,sys
value = json.loads(sys.stdin.readline()).get(sys.argv[1])
print(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))' "$@"; }

page() {
	cat <<'HTML'
<html lang=en><head><title>The mill - News</title></head><body><nav><a href=/>Home</a></nav><article><h1>The mill</h1>
<p>The old mill, which stands below the village, was built in 1704, and its leat, dug by <a href=/hand>hand</a>, still runs.</p>
<h2>Water</h2><p>In winter the channel is cleared of ice every morning, and in summer, when little rain falls, it waits.</p>
<table><tr><th>grain, in sacks<th>a year, about<tr><td>wheat, of the valley<td>four hundred and twenty</table>
<p>Whoever wants rye, which is rare, has to say so a week before, because the stones have to be dressed for it.</p></article>
<div id=comments class=comments><div class=comment><p>What a lovely place, we went there last year, and we loved it!</p></div></div>
<footer>© News</footer></body></html>
HTML
}

case_forms() {
	page >a.html
	extract a.html | get text >text
	holds text 'dug by hand, still runs.'
	holds text $'wheat, of the valley\tfour hundred and twenty'
	lacks text 'lovely'
	extract a.html --as markdown --keep comments,links | get text >text
	holds text '## Water'
	holds text 'dug by [hand](/hand)'
	holds text 'lovely'
	lacks text 'wheat'
	extract a.html --as blocks | get text >text
	python3 -c 'import json; print(*(json.loads(line)["kind"] for line in open("text")))' >kinds || fail "blocks are no JSON lines"
	holds kinds 'paragraph heading paragraph cell cell cell cell paragraph'
	sh_status 2 "leat-extract --keep footers <a.html"
	holds err 'footers'
	sh_status 2 "leat-extract --favor speed <a.html"
	sh_status 2 "leat-extract --as html <a.html"
}

# More is kept in favor of recall than of precision, never less.
case_sides() {
	page >a.html
	for side in precision balance recall; do
		extract a.html --favor $side | get text >$side
	done
	[ "$(wc -c <precision)" -le "$(wc -c <balance)" ] && [ "$(wc -c <balance)" -le "$(wc -c <recall)" ] || fail "$(wc -c precision balance recall)"
}

# What was cut is told with its rule and place, but no more than 512 pieces of 200 bytes.
case_explain_is_bounded() {
	page >a.html
	same "$(extract a.html | get cut)" null
	extract a.html --explain | get cut >cut
	holds cut '"rule": "comment"'
	holds cut '"rule": "navigation"'
	python3 -c 'print("<article><p>" + "The mill, it is said, stands still. " * 20 + "</p></article><footer>" + ("<p>" + "ö" * 300) * 2000)' >b.html
	extract b.html --explain >b.json
	python3 - <<-'PY' || fail "cut is not bounded"
		import json
		record = json.load(open("b.json"))
		assert len(record["cut"]) == 512, len(record["cut"])
		assert all(len(c["text"].encode()) <= 200 and 0 <= c["at"] <= len(record["text"]) for c in record["cut"])
	PY
}

# The header and the page count together; the page's word on data mining goes before the header's.
case_http_headers() {
	python3 - <<-'PY'
		head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-Robots-Tag: NoArchive\r\nTDM-Reservation: 1\r\nTDM-Policy: https://a.example/p\r\n\r\n"
		with open("a.warc", "w", newline="") as out:
		    for i, meta in enumerate(["<meta name=robots content=noindex>", "", "<meta name=tdm-reservation content=0>"]):
		        body = head + meta + "<p>" + "The mill, which is old, stands below the village. " * 9
		        out.write(f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{i}>\r\nWARC-Date: 2024-01-01T00:00:00Z\r\n"
		                  f"WARC-Target-URI: http://a.example/{i}\r\nContent-Type: application/http; msgtype=response\r\n"
		                  f"Content-Length: {len(body)}\r\n\r\n{body}\r\n\r\n")
	PY
	extract a.warc >out.jsonl
	python3 -c 'import json
for line in open("out.jsonl"): r = json.loads(line); print(r.get("robots"), "/", r.get("tdm"))' >said
	same "$(cat said)" 'noarchive,noindex / 1 https://a.example/p
noarchive / 1 https://a.example/p
noarchive / 0'
}

# pages FOLDER ORDER: a small set to learn from, whose files are made in this order
pages() {
	python3 - "$@" <<-'PY'
		import gzip, json, os, random, sys
		folder, order = sys.argv[1], sys.argv[2]
		words = "mill leat weir pond wheel sluice miller water stone flour rye wheat village bank river oak".split()
		gold = {"a": {}, "b": {}, "c": {}}
		pages = {"a": {}, "b": {}, "c": {}}
		for kind in "abc":
		    for n in range(8):
		        chance = random.Random(f"{kind}{n}")
		        text = [" ".join(chance.choices(words, k=30)).capitalize() + ", it is said." for _ in range(6)]
		        title, day = " ".join(chance.choices(words, k=4)), f"2020-0{n + 1}-11"
		        links = "".join(f"<li><a href={w}>{w} {chance.choice(words)}</a>" for w in words)
		        name = f"{words[n]}.example.html"
		        pages[kind][name] = f"<title>{title} | Site</title><meta name=author content='Ann {words[n]}'><ul>{links}</ul>" \
		            f"<div class=body><h1>{title}</h1><time datetime={day}>{day}</time>" + "".join(f"<p>{t}" for t in text) + \
		            f"</div><div class=related>Read more<p>{words[n]} and other things, here</div><footer>Copyright 2011 Site"
		        gold[kind][name] = {"a": "\n\n".join(text), "c": [day], "b": {"with": text[:2], "without": ["Copyright 2011 Site"],
		            "title": title, "author": f"Ann {words[n]}", "date": day}}[kind]
		data = f"{folder}/data/extraction"
		for kind in "abc":
		    os.makedirs(f"{data}/pages-{kind}")
		    for name in sorted(pages[kind], reverse=order == "last"):
		        with gzip.open(f"{data}/pages-{kind}/{name}.gz", "wt") as f:
		            f.write(pages[kind][name])
		    with open(f"{data}/gold-{kind}.json", "w") as f:
		        json.dump(gold[kind] if order != "other" else {**gold[kind], **{n: gold[kind][m] for n, m in zip(gold[kind], reversed(gold[kind]))}}, f)
	PY
}

# The same pages give the same tables, bit for bit, wherever they lie and in whatever order the
# folder lists them; other gold data give others. (Of the real pages: make train-check.)
case_training_repeats() {
	for order in first last other; do
		pages $order $order || fail "pages"
		mkdir tables-$order
		for what in blocks claims; do
			status 0 python3 "$TRAIN" $what "$PWD/$order" "$TRAINER" "$PWD/tables-$order"
		done
	done
	for table in block title author date; do
		[ -s tables-first/html_$table.inc ] || fail "no table of ${table}s"
		cmp tables-first/html_$table.inc tables-last/html_$table.inc || fail "${table}s: learned anew, they differ"
		cmp -s tables-first/html_$table.inc tables-other/html_$table.inc && fail "${table}s: the gold data make no difference"
	done
	return 0
}

run_cases
