#!/usr/bin/env python3
"""Writes news/pages.warc.gz, a small crawl made for the tests: one gzip member a record."""
import gzip, os, io

PAGES = [
    ("https://vikby.example/2025/03/harbour", "text/html; charset=utf-8", "200 OK", """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Harbour wall gives way in the spring tide | Vikby Post</title>
<meta property="article:published_time" content="2025-03-09T18:20:00+01:00"><meta name="author" content="Eva Strand"></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li><li><a href="/weather">Weather</a></li></ul></nav>
<article><h1>Harbour wall gives way in the spring tide</h1>
<p>Eight metres of the old harbour wall in Vikby slid into the water on Sunday evening, an hour after the highest tide of the year. Nobody was near the place, and no boat was damaged.</p>
<p>The harbour master, Jon Berg, had closed the quay in the morning. &ldquo;We heard the stones move all night,&rdquo; he says. The wall was built in 1861 and was last repaired after the storm of 1987.</p>
<p>The town expects that the repair will take until June and cost about six million kronor. Until then the island boat leaves from the fishing quay, at the same times as before.</p>
</article><aside><h2>Read more</h2><ul><li><a href="/a">Boat show moved</a></li><li><a href="/b">New crane</a></li></ul></aside>
<footer><p>Copyright Vikby Post. All rights reserved.</p></footer></body></html>"""),
    ("https://strand.example/nyheter/skole", "text/html; charset=iso-8859-1", "200 OK", """<html><head><title>Skolen på Øya får være i fred</title></head>
<body><div class="menu"><a href="/">Forsiden</a> <a href="/sport">Sport</a></div><div class="article-body"><h1>Skolen på Øya får være i fred</h1>
<p>Skolen på Øya blir ikke lagt ned. Det vedtok kommunestyret i Strand onsdag kveld med knapt flertall, etter tre timers debatt og to omkamper om budsjettet.</p>
<p>– Vi har ventet på dette i fire år, sier rektor Åse Færøy. Skolen har 41 elever, og tallet ventes å øke til 50 når boligfeltet ved brua blir ferdig neste år.</p></div>
<div class="footer">Ansvarlig redaktør: N. N.</div></body></html>"""),
    ("https://vikby.example/missing", "text/html", "404 Not Found", "<html><body>Not found</body></html>"),
]


def record(kind, uri, content_type, block, number):
    head = "WARC/1.1\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-%012d>\r\n" % (kind, number)
    head += "WARC-Date: 2025-03-13T08:00:%02dZ\r\n" % number
    if uri:
        head += "WARC-Target-URI: %s\r\n" % uri
    head += "Content-Type: %s\r\nContent-Length: %d\r\n\r\n" % (content_type, len(block))
    return gzip_member(head.encode() + block + b"\r\n\r\n")


def gzip_member(data):
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", mtime=0) as f:
        f.write(data)
    return out.getvalue()


here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "news", "pages.warc.gz"), "wb") as warc:
    warc.write(record("warcinfo", None, "application/warc-fields", b"software: make_warc.py\r\n", 0))
    for n, (uri, mime, status, html) in enumerate(PAGES, 1):
        body = html.encode("cp1252" if "8859-1" in mime else "utf-8")
        http = "HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n" % (status, mime, len(body))
        warc.write(record("request", uri, "application/http; msgtype=request", b"GET / HTTP/1.1\r\n\r\n", 10 + n))
        warc.write(record("response", uri, "application/http; msgtype=response", http.encode() + body, n))
