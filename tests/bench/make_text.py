#!/usr/bin/env python3
"""make_text.py DOCUMENTS BYTES: JSON lines of made-up news text in four languages, each document
of about BYTES bytes, none a copy of another; the same on every machine."""
import json, random, sys

COMMON = {
    "en": "the of and to in a is that for it was on with as be by this are from at he have not they".split(),
    "nb": "og i det er på en som til av for med at ikke han de har den vi et om men var seg så".split(),
    "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden".split(),
    "fr": "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce".split(),
}
LETTERS = {"en": "etaoinshrdlucmfwyp", "nb": "etaonirsdlgkmøåvæf", "de": "enisratdhulcgmobwüä", "fr": "esaitnrulodcpmévàè"}


def main(documents, size):
    rng = random.Random(1)
    words = {}
    for lang, letters in LETTERS.items():
        words[lang] = ["".join(rng.choice(letters) for _ in range(rng.randint(3, 10))) for _ in range(8000)]
    for n in range(documents):
        lang = rng.choice(sorted(COMMON))
        paragraphs, length = [], 0
        while length < size:
            sentences = []
            for _ in range(rng.randint(2, 5)):
                picks = [rng.choice(COMMON[lang]) if rng.random() < 0.45 else words[lang][int(rng.random() ** 3 * 8000)]
                         for _ in range(rng.randint(6, 24))]
                sentences.append(" ".join(picks).capitalize() + ".")
            paragraphs.append(" ".join(sentences))
            length += len(paragraphs[-1].encode()) + 2
        print(json.dumps({"id": "doc-%06d" % n, "url": "https://example.org/%d" % n, "text": "\n\n".join(paragraphs)},
                         ensure_ascii=False))


main(int(sys.argv[1]), int(sys.argv[2]))
