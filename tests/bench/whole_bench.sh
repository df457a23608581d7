#!/bin/bash
# whole: a crawl as WARC.gz to main text, language, quality rules, near-dedup and JSON lines, in
# MB of HTML for a second of CPU time summed over the programs. The crawl is of the real pages
# beside the repository; without them there is no figure. Beside it the main text alone by
# readability-lxml, where Debian's python3-readability is installed.
set -eu -o pipefail
bin=$PWD/${B:-build}/bin
pages=$PWD/../shared/data/extraction
python=/usr/bin/python3
[ -d "$pages" ] || exit 0
mkdir -p "${B:-build}/bench"
cd "${B:-build}/bench"
TIMEFORMAT='%U %S'

[ -s pages.warc.gz ] || $python - "$pages" >pages.warc.gz <<'PY'
import glob, gzip, sys
for n, path in enumerate(sorted(glob.glob(sys.argv[1] + "/pages-*/*.html.gz"))):
    page = gzip.open(path).read()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(page) + page
    head = ("WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:%08d-0000-0000-0000-000000000000>\r\n"
            "WARC-Date: 2026-01-01T00:00:00Z\r\nWARC-Target-URI: https://www.example.org/news/%d.html\r\n"
            "Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n" % (n, n, len(http))).encode()
    sys.stdout.buffer.write(gzip.compress(head + http + b"\r\n\r\n", 6))
PY
mb=$(zcat "$pages"/pages-*/*.html.gz | wc -c | awk '{ print $1 / 1e6 }')
peer='readability-lxml, main text alone'

if $python -c 'import readability' 2>/dev/null; then
	$python - "$pages" "$peer" <<'PY'
import glob, gzip, logging, sys, time
from readability import Document
logging.disable(logging.CRITICAL)
texts = [gzip.open(p).read().decode("utf8", "replace") for p in sorted(glob.glob(sys.argv[1] + "/pages-*/*.html.gz"))[::4]]
start = time.process_time()
for text in texts:
    try:
        Document(text).summary()
    except Exception:
        pass
print("%s\t%.4g\tMB/s of HTML a core\t" % (sys.argv[2], sum(len(t.encode()) for t in texts) / 1e6 / (time.process_time() - start)))
PY
fi
spent=$({ time { "$bin/leat-ingest" --quiet --codec none --ephemeral pages.warc.gz | "$bin/leat-normalize" --quiet --codec none |
	"$bin/leat-extract" --quiet --codec none --signals | "$bin/leat-filter" --quiet --codec none --rules gopher,c4,fineweb |
	"$bin/leat-dedup" --quiet --codec none --by exact,near --ephemeral | "$bin/leat-store" --quiet whole.jsonl >&2; }; } 2>&1)
rm -f whole.jsonl*
awk -v mb="$mb" -v spent="$spent" -v peer="$peer" 'BEGIN { split(spent, t, " ")
	printf "WARC.gz to deduplicated text in JSON lines\t%.4g\tMB/s of HTML a core\t%s\n", mb / (t[1] + t[2]), peer }'
