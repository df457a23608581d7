#!/usr/bin/env python3
"""translated_train.py FOLDER WORK TABLES|--cross: makes translated_language.inc, translated_lexicon.inc,
translated_prior.inc and translated_weights.inc in the folder TABLES, the same bytes each time.
FOLDER: stream.jsonl.gz, one JSON document a line with lang, cluster (the article) and text; and sentences/LANG.txt.gz,
the same articles line by line, aligned. WORK: a folder for files in between.
With --cross the tables are made of every other article and tried on the rest, in WORK.

What that gave, both folds together, each with its own threshold (2.10 and 2.79; that of all articles is 2.40), with up
to 60 anchors a text (links P / R; recall of pairs Latin-Latin, Cyrillic-Latin):
  the stream as it is (53 languages of each article, noisy)      .9997 / .968   .962 .943
  such a stream in 128 languages, made anew four times           .9988 / .933   .921 .896
  three versions of each article, clean; noisy                   .992 / .834    .9975 / .657
  parts of articles, clean: 8 of 2,040 links wrong, 4 of them to another part; noisy: 27 of 1,425, 4"""
import collections, glob, gzip, json, os, random, re, subprocess, sys, unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))
DEDUP = os.path.dirname(HERE)
ROOT = os.path.dirname(os.path.dirname(DEDUP))
SOURCES = [f"{DEDUP}/translated{part}.c" for part in ("", "_anchor", "_chars", "_find", "_language", "_lexicon", "_number", "_score", "_script", "_skeleton")] + [f"{DEDUP}/table.c"]
PRECISION = os.environ.get("PRECISION", "0.996")


def write(path, docs):
    with open(path, "wb") as out:
        for lang, cluster, text in docs:
            data = text.encode()
            out.write(f"{lang}\t{cluster}\t{len(data)}\n".encode() + data + b"\n")


def article_lines(docs, sentences):
    """Which lines of the aligned sentences are of which article: {article: (first, last)}."""
    of_line = {}
    for lang, article, text in docs:
        for i, line in enumerate(sentences.get(lang, [])):
            if len(line) > 25 and line in text:
                counts = of_line.setdefault(i, {})
                counts[article] = counts.get(article, 0) + 1
    lines = {}
    for i, counts in sorted(of_line.items()):
        article = max(sorted(counts), key=counts.get)
        first, _ = lines.get(article, (i, i))
        lines[article] = (first, i)
    return lines


# BCP 47 tags of languages that have one of two letters.
SHORT = dict(pair.split(":") for pair in """afr:af amh:am arb:ar aze:az bak:ba bel:be ben:bn bod:bo bos:bs bul:bg cat:ca ces:cs ckb:ku cym:cy
    dan:da deu:de div:dv dzo:dz ell:el eng:en est:et eus:eu ewe:ee fao:fo fas:fa fij:fj fin:fi fra:fr gle:ga glg:gl guj:gu hau:ha heb:he hin:hi
    hrv:hr hun:hu hye:hy ibo:ig ind:id isl:is ita:it jpn:ja kan:kn kat:ka kaz:kk khm:km kin:rw kir:ky kmr:ku kor:ko lao:lo lav:lv lit:lt ltz:lb
    mal:ml mar:mr mey:ar mkd:mk mlg:mg mlt:mt mon:mn mri:mi msa:ms mya:my nde:nd nep:ne nld:nl nno:no nob:no nya:ny orm:om pan:pa pol:pl por:pt
    prs:fa pus:ps ron:ro rus:ru sin:si slk:sk slv:sl smo:sm sna:sn snd:sd som:so spa:es sqi:sq srp:sr ssw:ss swa:sw swe:sv tah:ty tam:ta tat:tt
    tel:te tgk:tg tha:th tir:ti ton:to tsn:tn tuk:tk tur:tr uig:ug ukr:uk urd:ur uzb:uz ven:ve vie:vi wol:wo xho:xh yor:yo yue:zh zho:zh
    zul:zu""".split())


def languages(sentences, shown):
    """For each language, by its tag, all that is shown of it."""
    texts = {}
    for lang in sorted(sentences):
        tag = SHORT.get(lang.split("-")[0], lang.split("-")[0])
        texts[tag] = texts.get(tag, "") + "\n".join(sentences[lang][i] for i in shown) + "\n"
    return [(tag, "-", text) for tag, text in sorted(texts.items())]


ROUNDS = int(os.environ.get("ROUNDS", "10"))
PIVOT = "eng-US"
CONCEPTS = 4095
DICE, AGREED = 0.35, 0.5


def learn_lexicon(keyed):
    """{key: concept, a key of the pivot language} of the lines "language, article/line, keys": what a word of the pivot language is in the others, where
    the lines that have either are mostly the same."""
    of_line, articles = {}, {}
    for line in keyed.splitlines():
        lang, place, keys = line.split("\t")
        of_line.setdefault(lang, {})[place] = set(keys.split())
    pivot = of_line[PIVOT]
    for place, keys in pivot.items():
        for key in keys:
            articles.setdefault(key, set()).add(place.split("/")[0])
    counts = collections.Counter(key for keys in pivot.values() for key in keys)
    usual = {key for key in counts if counts[key] >= 3 and len(articles[key]) >= 3 and counts[key] <= len(pivot) / 6}
    pivot = {place: keys & usual for place, keys in pivot.items()}
    votes, seen = {}, collections.Counter()
    for lang, lines in sorted(of_line.items()):
        places = {}
        for place, keys in lines.items():
            for key in keys:
                places.setdefault(key, []).append(place)
        for key, where in places.items():
            seen[key] += len(where)
            both = collections.Counter(other for place in where for other in pivot.get(place, ())) if len(where) >= 3 else {}
            dice = {other: 2 * n / (len(where) + counts[other]) for other, n in both.items() if n >= 3}
            other = max(sorted(dice), key=dice.get, default=None)
            if other and dice[other] >= DICE:
                votes.setdefault(key, collections.Counter())[other] += len(where)
    chosen = {}
    for key, voted in votes.items():
        other = max(sorted(voted), key=voted.get)
        if voted[other] >= AGREED * seen[key]:
            chosen[key] = other
    return chosen


def add_names(chosen, keyed):
    """To the same those of lines "name in English, name, key", but where the key of a name is that of another, too."""
    named = {}
    for line in keyed.splitlines():
        _, place, keys = line.split("\t")
        named.setdefault(place, []).append(keys.split())
    english = {place: keys[0][0] for place, keys in ((place, keys) for place, keys in named.items()) if keys[0]}
    of_key = {}
    for place in sorted(english):
        for keys in named[place][1:]:
            if len(keys) == 1:
                of_key.setdefault(keys[0], set()).add(english[place])
    for key, concepts in of_key.items():
        if len(concepts) == 1:
            chosen[key] = min(concepts)
    return chosen


def numbered(chosen):
    """{concept: number}, those of the most words first; what is known in few languages is left out."""
    sizes = {}
    for concept in chosen.values():
        sizes[concept] = sizes.get(concept, 0) + 1
    return {concept: i + 1 for i, concept in enumerate(sorted(sorted(sizes), key=lambda c: -sizes[c])[:CONCEPTS]) if sizes[concept] >= 5}


def lexicon_table(chosen, numbers):
    lexicon = {int(key, 16): numbers[concept] for key, concept in chosen.items() if concept in numbers}
    slots = 2 * len(lexicon) + 1
    table = [0] * slots
    for key, concept in sorted(lexicon.items()):
        at = key * slots >> 32
        while table[at] and table[at] >> 12 != key & 0xfffff:
            at = (at + 1) % slots
        table[at] = table[at] or (key & 0xfffff) << 12 | concept
    text = "/* Made by train/translated_train.py, see train/translated_sources.txt. */\nstatic const uint32_t lexicon[] = {"
    return text + "".join(("\n\t" if i % 16 == 0 else " ") + (f"0x{v:x}," if v else "0,") for i, v in enumerate(table)) + "\n};\n"


MENU = ["About us", "Contact", "Facebook", "Home", "Loading", "Log in", "Menu", "Most read", "News", "Privacy policy", "Read more", "Search",
        "Share", "Skip to content", "Sport", "Subscribe", "Terms of use", "Twitter"]


NUMBER = re.compile(r"\d{2,}")


def other_number(digits, turn):
    """The same for all spellings: each digit but zero another one; of years, and of one number in five, the same."""
    plain = "".join(str(unicodedata.digit(c)) for c in digits)
    if (len(plain) == 4 and plain[:2] in ("19", "20")) or sum(map(int, plain)) % 5 == 0:
        return digits
    return "".join(chr(ord(c) + (int(d) - 1 + turn) % 9 + 1 - int(d)) if d != "0" else c for c, d in zip(digits, plain))


class Maker:
    """Texts made of aligned sentences, with such noise as pages have."""

    def __init__(self, sentences, lines, articles, seed):
        self.sentences, self.lines, self.articles = sentences, {a: lines[a] for a in sorted(articles) if a in lines}, sorted(articles)
        self.langs = sorted(sentences)
        self.rng = random.Random(seed)

    def paragraphs(self, lines):
        out = []
        for line in lines:
            if out and self.rng.random() < 0.6:
                out[-1] += " " + line
            else:
                out.append(line)
        return out

    def text(self, lang, first, last, noisy):
        lines = [line for line in self.sentences[lang][first:last + 1] if line and not (noisy and self.rng.random() < 0.1)]
        text = "\n\n".join(self.paragraphs(lines))
        if not noisy:
            return text
        if self.rng.random() < 0.5:
            text = text[:len(text) * 4 // 5]
        others = [self.sentences[lang][self.lines[a][0]] for a in self.rng.sample(sorted(self.lines), self.rng.randint(2, 6))]
        return "\n\n".join(self.rng.sample(MENU, self.rng.randint(3, 8)) + [text] + others)

    def whole(self, versions, noisy):
        docs = [(lang, a, self.text(lang, *self.lines[a], noisy)) for a in self.lines for lang in self.rng.sample(self.langs, versions)]
        self.rng.shuffle(docs)
        return docs

    def parts(self, count, versions, noisy):
        """Each article cut in parts, each part in languages of its own, as an article of its own."""
        docs = []
        for a, (first, last) in self.lines.items():
            if last + 1 - first < 2 * count:
                continue
            cuts = [first, *sorted(self.rng.sample(range(first + 1, last), count - 1)), last + 1]
            langs = self.rng.sample(self.langs, count * versions)
            for i in range(count):
                docs += [(lang, f"{a}/{i}", self.text(lang, cuts[i], cuts[i + 1] - 1, noisy)) for lang in langs[i * versions:(i + 1) * versions]]
        self.rng.shuffle(docs)
        return docs


    def reports(self, versions, noisy):
        """Of each article that has numbers, and of it with most numbers changed: what is reported again and again, of the
        weather, shares or matches, in the same words."""
        docs = []
        for a, (first, last) in self.lines.items():
            langs, turn = self.rng.sample(self.langs, 2 * versions), self.rng.randint(1, 8)
            texts = [(lang, self.text(lang, first, last, noisy)) for lang in langs]
            if all(len(set(NUMBER.findall(text))) >= 5 for _, text in texts):
                docs += [(lang, f"{a}/0", text) for lang, text in texts[:versions]]
                docs += [(lang, f"{a}/1", NUMBER.sub(lambda found: other_number(found[0], turn), text)) for lang, text in texts[versions:]]
        self.rng.shuffle(docs)
        return docs


def reports(docs, sentences, lines, seed):
    maker = Maker(sentences, lines, {article for _, article, _ in docs}, seed)
    return [maker.reports(2, noisy) for _ in range(ROUNDS) for noisy in (False, True)]


def streams(docs, sentences, lines, seed):
    """The stream itself, and such as have few versions of each article: whole and in parts, clean and noisy."""
    maker = Maker(sentences, lines, {article for _, article, _ in docs}, seed)
    made = [docs]
    for _ in range(ROUNDS):
        for noisy in (False, True):
            made += [maker.whole(3, noisy), maker.parts(2, 2, noisy), maker.parts(2, 4, noisy), maker.parts(3, 2, noisy)]
    return made


def build(work, generated, lexicon=None):
    """The trainer with the tables of that folder; the lexicon may be of another."""
    os.makedirs(f"{work}/src/dedup/generated", exist_ok=True)
    for source in SOURCES + [f"{DEDUP}/{h}" for h in ("translated.h", "translated_anchor.h", "translated_chars.h", "translated_language.h", "translated_lexicon.h", "translated_score.h", "translated_number.h", "translated_script.h", "translated_skeleton.h", "table.h")]:
        with open(source) as f, open(f"{work}/src/dedup/{os.path.basename(source)}", "w") as out:
            out.write(f.read())
    os.makedirs(f"{work}/src/dedup/train", exist_ok=True)
    for name, place in (("translated_chars", DEDUP + "/generated"), ("translated_tags", DEDUP + "/generated"), ("translated_language", generated), ("translated_lexicon", lexicon or generated), ("translated_prior", generated), ("translated_weights", generated)):
        with open(f"{place}/{name}.inc") as f, open(f"{work}/src/dedup/generated/{name}.inc", "w") as out:
            out.write(f.read())
    for source in ("translated_train.c", "translated_fit.c", "translated_fit.h", "translated_keys.c"):
        with open(f"{HERE}/{source}") as f, open(f"{work}/src/dedup/train/{source}", "w") as out:
            out.write(f.read())
    sources = [f"{work}/src/dedup/{os.path.basename(s)}" for s in SOURCES if not s.endswith("_find.c")] + [f"{work}/src/dedup/train/translated_keys.c"]
    common = [f"{ROOT}/common/base/buf.c", f"{ROOT}/common/base/str.c", f"{ROOT}/common/text/unicode.c", f"{ROOT}/common/text/utf8.c"]
    common += [f"{ROOT}/common/text/generated/unicode_tables.c"]
    subprocess.run([*os.environ.get("CC", "cc").split(), "-std=c17", "-D_GNU_SOURCE", "-O2", "-ffp-contract=off", f"-I{work}/src", f"-I{ROOT}/common", "-o", f"{work}/train",
                    f"{work}/src/dedup/train/translated_train.c", f"{work}/src/dedup/train/translated_fit.c", *sources, *[c for c in common if os.path.exists(c)], "-lxxhash", "-lm"], check=True)


def put(place, name, text):
    with open(f"{place}/translated_{name}.inc", "w") as out:
        out.write(text)


def run(work, *arguments):
    return subprocess.run([f"{work}/train", *arguments], check=True, stdout=subprocess.PIPE).stdout


def train(work, generated, docs, sentences, lines):
    os.makedirs(work, exist_ok=True)
    put(generated, "language", "static const char languages[1][4];\nstatic const struct language_word language_words[1];\n")
    put(generated, "lexicon", "static const uint32_t lexicon[1];\n")
    put(generated, "prior", "static const uint32_t prior[1];\nstatic const uint16_t prior_starts[4097];\nstatic const uint8_t prior_weights[64];\n")
    put(generated, "weights", "static const float threshold = 0;\nstatic const float coefficients[TRANSLATED_PAIRS][TRANSLATED_FEATURES + 1];\n")
    articles = [a for a in sorted({article for _, article, _ in docs}) if a in lines]
    shown = [i for a in articles for i in range(lines[a][0], lines[a][1] + 1)]
    build(work, generated)
    write(f"{work}/languages", languages(sentences, shown))
    put(generated, "language", run(work, "language", f"{work}/languages").decode())
    learned = []
    for part in (articles, articles[0::2], articles[1::2]):
        write(f"{work}/lines", [(lang, f"{a}/{i}", sentences[lang][i]) for lang in sorted(sentences) for a in part for i in range(lines[a][0], lines[a][1] + 1)])
        learned.append(learn_lexicon(run(work, "keys", f"{work}/lines").decode()))
    with open(f"{HERE}/translated_names.txt", encoding="utf-8") as lines_:
        names = [line.rstrip("\n").split("\t") for line in lines_]
    write(f"{work}/names", [("en", name, name) for name in sorted({english for english, _ in names})] + [("-", *name) for name in names])
    named = run(work, "keys", f"{work}/names").decode()
    learned = [add_names(chosen, named) for chosen in learned]
    numbers = numbered(learned[0])
    put(generated, "lexicon", lexicon_table(learned[0], numbers))
    build(work, generated)
    write(f"{work}/docs", docs)
    put(generated, "prior", run(work, "prior", f"{work}/docs").decode())
    # What is weighed has to be new to the lexicon: each half of the articles is, to that of the other.
    samples = {streams: [], reports: []}
    for half in (0, 1):
        put(work, "lexicon", lexicon_table(learned[2 - half], numbers))
        build(work, generated, lexicon=work)
        part = set(articles[half::2])
        for kind, paths in samples.items():
            for stream in kind([d for d in docs if d[1] in part], sentences, lines, 1 + half):
                write(f"{work}/stream", stream)
                paths.append(f"{work}/samples{half}.{kind.__name__}{len(paths)}")
                with open(paths[-1], "wb") as out:
                    out.write(run(work, "samples", f"{work}/stream"))
    put(generated, "weights", run(work, "fit", PRECISION, *samples[streams], "--", *samples[reports]).decode())


def read(folder):
    with gzip.open(f"{folder}/stream.jsonl.gz", "rt", encoding="utf-8") as lines:
        docs = [(d["lang"], d["cluster"], d["text"]) for d in map(json.loads, lines)]
    sentences = {}
    for path in sorted(glob.glob(f"{folder}/sentences/*.txt.gz")):
        lang = os.path.basename(path)[:-len(".txt.gz")]
        if "." not in lang: # other translators' versions
            with gzip.open(path, "rt", encoding="utf-8") as lines:
                sentences[lang] = lines.read().split("\n")
    return docs, sentences, article_lines(docs, sentences)


def main():
    folder, work, tables = sys.argv[1:4]
    docs, sentences, lines = read(folder)
    if tables != "--cross":
        train(work, tables, docs, sentences, lines)
        return
    articles = sorted({article for _, article, _ in docs})
    for fold in (0, 1):
        place = f"{work}/fold{fold}"
        os.makedirs(place, exist_ok=True)
        shown = set(articles[fold::2])
        train(f"{place}/fit", place, [d for d in docs if d[1] in shown], sentences, lines)
        build(f"{place}/fit", place)
        for i, other in enumerate(streams([d for d in docs if d[1] not in shown], sentences, lines, 2)):
            write(f"{place}/try{i}", other)
            subprocess.run([f"{place}/fit/train", "eval", f"{place}/try{i}"], check=True)


if __name__ == "__main__":
    main()
