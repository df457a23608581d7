#!/usr/bin/env python3
"""translated_train.py STREAM.jsonl.gz WORK [--cross]: makes generated/translated_prior.inc and
generated/translated_weights.inc, the same bytes each time.
STREAM: one JSON document a line with lang, cluster, text. WORK: a folder for files in between.
With --cross the tables are made of every other article and tried on the rest, in WORK; the checked-in ones stay."""
import gzip, json, os, random, subprocess, sys

HERE = os.path.dirname(os.path.abspath(__file__))
DEDUP = os.path.dirname(HERE)
ROOT = os.path.dirname(os.path.dirname(DEDUP))
SOURCES = [f"{DEDUP}/translated{part}.c" for part in ("", "_anchor", "_chars", "_score")] + [f"{DEDUP}/table.c"]
PRECISION = os.environ.get("PRECISION", "0.998")


def write(path, docs):
    with open(path, "wb") as out:
        for lang, cluster, text in docs:
            data = text.encode()
            out.write(f"{lang}\t{cluster}\t{len(data)}\n".encode() + data + b"\n")


def half(text, second):
    """Two fifths: what the two hold does not overlap where one of the texts was cut."""
    part = len(text) * 2 // 5
    return text[-part:] if second else text[:part]


def streams(docs, seed):
    """The stream itself; few languages of each article (most texts have no version); halves of an article under
    two names, so that they count as different ones."""
    rng = random.Random(seed)
    by_article = {}
    for doc in docs:
        by_article.setdefault(doc[1], []).append(doc)
    sparse, halves = [], []
    for article in sorted(by_article):
        versions = by_article[article]
        sparse += rng.sample(versions, min(4, len(versions)))
        some = rng.sample(versions, min(8, len(versions)))
        halves += [(lang, f"{cluster}/{i % 2}", half(text, i % 2 == 1)) for i, (lang, cluster, text) in enumerate(some)]
    rng.shuffle(sparse)
    rng.shuffle(halves)
    return [docs, sparse, halves]


def build(work, generated):
    """The trainer with the tables of that folder."""
    os.makedirs(f"{work}/src/dedup/generated", exist_ok=True)
    for source in SOURCES + [f"{DEDUP}/{h}" for h in ("translated.h", "translated_anchor.h", "translated_chars.h", "translated_score.h", "table.h")]:
        with open(source) as f, open(f"{work}/src/dedup/{os.path.basename(source)}", "w") as out:
            out.write(f.read())
    os.makedirs(f"{work}/src/dedup/train", exist_ok=True)
    for name, place in (("translated_chars", DEDUP + "/generated"), ("translated_prior", generated), ("translated_weights", generated)):
        with open(f"{place}/{name}.inc") as f, open(f"{work}/src/dedup/generated/{name}.inc", "w") as out:
            out.write(f.read())
    with open(f"{HERE}/translated_train.c") as f, open(f"{work}/src/dedup/train/translated_train.c", "w") as out:
        out.write(f.read())
    sources = [f"{work}/src/dedup/{os.path.basename(s)}" for s in SOURCES]
    common = [f"{ROOT}/common/base/buf.c", f"{ROOT}/common/base/str.c", f"{ROOT}/common/text/unicode.c", f"{ROOT}/common/text/utf8.c"]
    common += [f"{ROOT}/common/text/generated/unicode_tables.c"]
    subprocess.run(["gcc", "-std=c17", "-D_GNU_SOURCE", "-O2", "-ffp-contract=off", f"-I{work}/src", f"-I{ROOT}/common", "-o", f"{work}/train",
                    f"{work}/src/dedup/train/translated_train.c", *sources, *[c for c in common if os.path.exists(c)], "-lxxhash", "-lm"], check=True)


def train(work, generated, docs):
    os.makedirs(work, exist_ok=True)
    for name, empty in (("prior", "static const uint32_t prior[] = { 0 };\n"),
                        ("weights", "static const float threshold = 0;\nstatic const float coefficients[TRANSLATED_PAIRS][TRANSLATED_FEATURES + 1];\n")):
        with open(f"{generated}/translated_{name}.inc", "w") as out:
            out.write(empty)
    paths = []
    for i, stream in enumerate(streams(docs, 1)):
        paths.append(f"{work}/stream{i}")
        write(paths[-1], stream)
    for name, arguments in (("prior", ["prior", f"{work}/stream0"]), ("weights", ["fit", PRECISION, *paths])):
        build(work, generated)
        made = subprocess.run([f"{work}/train", *arguments], check=True, stdout=subprocess.PIPE).stdout
        with open(f"{generated}/translated_{name}.inc", "wb") as out:
            out.write(made)


def main():
    stream, work = sys.argv[1], sys.argv[2]
    with gzip.open(stream, "rt", encoding="utf-8") as lines:
        docs = [(d["lang"], d["cluster"], d["text"]) for d in map(json.loads, lines)]
    if "--cross" not in sys.argv:
        train(work, f"{DEDUP}/generated", docs)
        return
    articles = sorted({cluster for _, cluster, _ in docs})
    for fold in (0, 1):
        place = f"{work}/fold{fold}"
        os.makedirs(place, exist_ok=True)
        shown = set(articles[fold::2])
        train(f"{place}/fit", place, [d for d in docs if d[1] in shown])
        build(f"{place}/fit", place)
        for i, other in enumerate(streams([d for d in docs if d[1] not in shown], 2)):
            write(f"{place}/try{i}", other)
            subprocess.run([f"{place}/fit/train", "eval", f"{place}/try{i}"], check=True)


main()
