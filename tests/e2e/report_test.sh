#!/bin/bash
# leat report: one page of a corpus in SQLite and of the same frames, drawn by a browser.
. "$(dirname "$0")/lib.sh"

FRAMES=$ROOT/${B:-build}/tests/e2e/bin/jsonl_frames

have_sqlite() { leat-store --version | grep -q sqlite || skip "built without SQLite"; }
browser() {
	CHROMIUM=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || skip "no chromium here (it is optional)"
}
# A profile of its own, and no sandbox: the tests may run as root.
chromium_run() { timeout 120 "$CHROMIUM" --headless --no-sandbox --disable-gpu --user-data-dir="$PWD/profile" "$@" 2>browser.err; }

# Titles, addresses, sites and reasons that try to break out.
hostile() {
	python3 - <<'PY'
import json
evil = '</script></title><script>document.title="broken"</script><img src=x onerror=alert(1)>"\'><svg/onload=alert(1)>\u202egnp.exe\u2066 &amp; \u0000\u009b'
for i in range(40):
    r = {"id": f"{i} {evil}", "url": ["javascript:alert(1)", "https://e.example/\" onclick=\"alert(1)"][i % 2], "source": evil,
         "title": evil, "lang": evil if i % 3 else "nb", "site": evil, "published": "2025-03-%02d" % (i % 28 + 1), "text": "x" * (i * 40 + 1),
         "signals": {evil[:40]: i / 7, "same": 1}}
    if i % 4 == 1:
        r |= {"dup": {"kind": evil[:30], "of": "0 " + evil, "score": 0.9}, "drop": {"stage": "dedup", "reason": evil[:40]}}
    if i % 4 == 2:
        r |= {"dup": {"kind": "translated", "of": "0 " + evil, "score": 0.8}}
    if i % 8 == 3:
        r |= {"reject": {"stage": evil[:20], "reason": "bad"}}
    print(json.dumps(r))
PY
}

# What a page says but for its name.
body_of() { sed 's/<title>.*<\/title>//; s/<h1>.*<\/h1>//' "$1"; }

case_database_and_frames_say_the_same() {
	have_sqlite
	leat-ingest "$DATA/news" | leat-normalize | leat-dedup | leat-extract --signals --codec zlib >flow.leat || fail "flow"
	leat-store --quiet corpus.db <flow.leat || fail "store"
	status 0 leat report corpus.db
	mv out db.html
	status 0 leat report flow.leat
	mv out flow.html
	cmp <(body_of db.html) <(body_of flow.html) || fail "database and frames differ"
	sh_status 0 'cat flow.leat | leat report'
	cmp <(body_of out) <(body_of flow.html) || fail "a pipe differs"
	holds db.html '<bdi>wire.example</bdi>'
	holds db.html 'dedup</bdi>: <bdi>exact'
	holds db.html '2025-03-11: 1'
	python3 - "$(sqlite3 corpus.db 'select count(*) from documents')" <<'PY' || fail "counts"
import re, sys
page = open("db.html").read()
tiles = dict(re.findall(r'<dt>([^<]*)</dt><dd>([\d,]+)', page))
assert tiles["kept"] == sys.argv[1] and int(tiles["records in"]) == int(tiles["kept"]) + int(tiles["dropped"]) + int(tiles["rejected"]), tiles
PY
	# A folder of segments, and several at once.
	mkdir folder && cp flow.leat folder/1.leat
	status 0 leat report folder corpus.db
	holds out '<bdi>folder, corpus.db</bdi>'
	holds out '<dd>20'
}

case_bad_input() {
	status 1 leat report nosuch.db
	holds err 'nosuch.db'
	echo hello >text
	status 65 leat report text
	have_sqlite
	sqlite3 other.db 'create table t(x)'
	status 65 leat report other.db
	holds err 'not a corpus of leat-store'
	# A flow that was cut is reported as far as it goes, and said to be cut.
	hostile | "$FRAMES" >whole.leat
	head -c $(($(wc -c <whole.leat) - 300)) whole.leat >cut.leat
	status 74 leat report cut.leat
	holds out 'The flow was cut.'
	holds out '</html>'
}

case_hostile_texts_are_harmless() {
	have_sqlite
	hostile | "$FRAMES" | leat-store --quiet corpus.db || fail "store"
	leat report corpus.db >report.html || fail "report"
	python3 - <<'PY' || fail "not harmless"
import html.parser
page = open("report.html", encoding="utf-8").read()
assert not set(page) & set("\u202e\u2066\u0000\u009b"), "control characters"
class Check(html.parser.HTMLParser):
    stack, ids, links = [], set(), set()
    void = {"meta"}
    def handle_starttag(self, tag, attrs):
        assert tag not in ("script", "img", "iframe", "link", "object", "embed"), tag
        for name, value in attrs:
            assert not name.startswith("on"), name
            if name == "id":
                assert value not in self.ids, value
                self.ids.add(value)
            if name == "href":
                assert value.startswith(("#", "https://")), value
                self.links.add(value)
            assert name != "src", value
        if tag not in self.void:
            self.stack.append(tag)
    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self.stack.pop()
    def handle_endtag(self, tag):
        assert self.stack and self.stack.pop() == tag, (tag, self.getpos())
check = Check()
check.feed(page)
assert not check.stack, check.stack
assert {l[1:] for l in check.links if l[0] == "#"} <= check.ids, "a link to nowhere"
assert "url(" not in page and "@import" not in page, "not self-contained"
PY
}

case_browser_draws_it() {
	browser
	hostile | "$FRAMES" >evil.leat
	leat report evil.leat >report.html || fail "report"
	chromium_run --dump-dom "file://$PWD/report.html" >dom || { tail -n 3 browser.err; fail "chromium"; }
	holds dom '<title>Corpus report: evil.leat</title>'
	lacks dom '<script'
	lacks dom '<img'
	same "$(grep -o '<svg class="plot"' dom | wc -l)" 2 "plots"
	# Every section has a heading of its own, and what scrolls can be reached by keyboard.
	same "$(grep -o '<section' dom | wc -l)" "$(grep -o '<h2 id=' dom | wc -l)" "headings"
	same "$(grep -o 'class="wide"' dom | wc -l)" "$(grep -o 'class="wide" tabindex="0" role="group" aria-label=' dom | wc -l)" "reachable"
	chromium_run --hide-scrollbars --window-size=1200,2000 --screenshot="$PWD/light.png" "file://$PWD/report.html" || fail "screenshot"
	chromium_run --hide-scrollbars --window-size=1200,2000 --blink-settings=preferredColorScheme=0 --screenshot="$PWD/dark.png" "file://$PWD/report.html" || fail "screenshot"
	python3 - <<'PY' || fail "light and dark"
import struct, zlib
def corner(path):
    data, at, packed = open(path, "rb").read(), 8, b""
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at:at + 8])
        if kind == b"IHDR":
            width, height = struct.unpack(">II", data[at + 8:at + 16])
        if kind == b"IDAT":
            packed += data[at + 8:at + 8 + size]
        at += 12 + size
    assert (width, height) == (1200, 2000), (width, height)
    return sum(zlib.decompress(packed)[1:4])
assert corner("light.png") > 700 and corner("dark.png") < 120, (corner("light.png"), corner("dark.png"))
PY
}

run_cases
