"""Texts for published_rules.py: one that passes everything, and for each rule some that are
on one side of its threshold and some on the other. Prints {"id", "text"} lines."""
import json
import random

random.seed(7)
SYLLABLES = [a + b for a in "bdfgklmnprstv" for b in ("a", "e", "i", "o", "u", "an", "el", "or")]
WORDS = ["".join(random.choice(SYLLABLES) for _ in range(random.randint(1, 3))) for _ in range(3000)]


def sentence(n=12):
    words = [random.choice(("the", "of", "and", "that")) if random.random() < 0.15 else random.choice(WORDS) for _ in range(n)]
    return " ".join(words).capitalize() + "."


def paragraph(n=5):
    return " ".join(sentence() for _ in range(n))


def page(n=6):
    return "\n\n".join(paragraph() for _ in range(n))


def many(item, n):
    return "\n".join(item(i) for i in range(n))


CASES = [page(), page(3), page(20)]
# gopher
CASES += [" ".join(["the", "of"] + [f"word{chr(97 + i % 26)}{chr(97 + i // 26)}" for i in range(n - 2)]) + "." for n in (49, 50, 51)]
CASES += [" ".join(["the", "and"] + ["ab"] * 20 + ["xyz"] * n) for n in (10, 18, 19, 40)]
CASES += [" ".join(["the", "and"] + ["extraordinarily"] * n + ["short"] * 30) for n in (20, 30, 35, 80)]
CASES += [page(2) + " #" * n for n in (5, 15, 18, 40)]
CASES += [page(2) + " ..." * n for n in (5, 15, 18, 40)]
CASES += [page(2) + " …" * n for n in (5, 15, 18, 40)]
CASES += [many(lambda i: f"- {sentence()}", n) + "\n" + many(lambda i: sentence(), 2) for n in (10, 17, 18, 19, 30)]
CASES += [many(lambda i: f"• {sentence()}", 20)]
CASES += [many(lambda i: sentence()[:-1] + ("..." if i < n else "."), 20) for n in (5, 6, 7, 12)]
CASES += [" ".join(["the", "of"] + ["1234"] * n + ["letters"] * 40) for n in (5, 10, 11, 30)]
CASES += [" ".join(["the", "house", "of", "that", "man"] * 12 + ["1234"] * n) for n in (14, 15, 16, 30)]
CASES += [" ".join(random.choice(WORDS) for _ in range(120)) + tail for tail in (".", " the.", " the and.")]
CASES += [" ".join((["the", "house", "of", "that", "man"] * 20001)[:n]) for n in (100000, 100001)]
PLAIN = ("He was born in a small town, where his father sold books for many years. She was often there in summer, when her "
         "school was closed, so they knew each other from childhood. It is a story about two people who were never rich but "
         "always happy, as everyone in our street could see from their faces every morning before work.")
CASES += [PLAIN + tail for tail in ("", " The end.", " The end of it.")]
# repetition
for n in (1, 2, 4, 8):
    CASES.append("\n\n".join([paragraph(2) for _ in range(8)] + [paragraph(1)] * n))
    CASES.append("\n".join([sentence() for _ in range(10)] + [sentence()] * n))
    CASES.append(page(2) + " " + "again and " * (10 * n))
    CASES.append(page(2) + " " + "one two three four " * (5 * n))
    for size in (5, 6, 7, 8, 9, 10):
        phrase = " ".join(f"piece{chr(97 + k)}" for k in range(size))
        CASES.append(page(2) + " " + " ".join(f"{phrase} {random.choice(WORDS)}{k}" for k in range(n + 1)) + ".")
    for size in (4, 12):
        CASES.append("\n\n".join([f"{sentence(6)}\n{paragraph(1)}" for _ in range(10)] + [f"{sentence(size)}\nA line of some words that comes again and again, as one that nobody needs." for _ in range(n)]))
CASES.append("\n\n".join([f"{sentence(6)}\n{paragraph(1)}" for _ in range(4)] + [f"{sentence(9)}\nAgain." for _ in range(16)]))
for size, most in ((5, .15), (6, .14), (7, .13), (8, .12), (9, .11), (10, .10)):  # words of six letters, all but the phrase once
    even = round(2 * size * (1 / most - 1))
    for n in (even - 2, even - 1, even + 1, even + 2):
        words = iter(["w" + "".join(chr(97 + k // 26 ** i % 26) for i in range(5)) for k in range(400)])
        phrase = " ".join(next(words) for _ in range(size))
        CASES.append(f"{phrase}. " + " ".join(next(words) for _ in range(n // 2)) + f". {phrase}. " + " ".join(next(words) for _ in range(n - n // 2)) + ".")
CASES.append("")
# c4
CASES += ["\n".join(sentence() for _ in range(n)) for n in (4, 5, 6)]
CASES += [page(2) + "\n" + extra for extra in (
    "Lorem ipsum dolor sit amet.", "Here is lorem ipsum text without an end", "A brace { in a sentence.", "A brace { without an end",
    "Enable Javascript to read { this.", "Two words.", "x" * 1001 + " is a long { word.")]
CASES += ["\n".join([sentence() for _ in range(n)] + ["You agree to the terms of use.", "This site uses cookies.", "Please turn on JavaScript.", "An open end..."]) for n in (4, 5)]
FOUR = "\n".join(sentence() for _ in range(4)) + "\n"  # a fifth decides
CASES += [FOUR + fifth for fifth in (
    "Three words here.", "Two words.", "One two \"three\"", "One two 'three'", "One two three", "One two three...", "One two three.[7]",
    "One two three. [7]", "One two three.[edit]", "One two three.[note]", "One two three.[1][2]", "The Javascripts are here.", "java script is here.",
    "His privacy policymakers left.", "A privacy  policy is here.", "It refuses cookies today.", "It uses cookie jars.", "Misuse cookies at will.",
    "TERMS OF USE are here.", "Terms of usage are here.", "lorem ipsum is here", "Dolorem ipsums are here.", "lorem  ipsum is here.", "A { stands here",
    "A } stands here.", "The javascript { is here.", "Our cookie policy { is here.", "v" * 999 + " w x.", "v" * 1000 + " w x.", "v" * 1001 + " w x.")]
# mc4
CASES += ["\n".join(["y" * 198 + "z."] * 2 + ["w" * k + "."] + [sentence()]) for k in (198, 199, 200)]
# fineweb
CASES += ["\n".join([sentence() for _ in range(n)] + [sentence()[:-1] for _ in range(100 - n)]) for n in (11, 12, 13)]
CASES += ["\n".join([sentence() for _ in range(100 - n)] + [f"Short line number {k:04d}." for k in range(n)]) for n in (66, 67, 68)]
CASES += ["\n".join(f"{k:03d} {'a' * width}." for k in range(60)) for width in (25, 26, 27)]
for extra in (9, 10, 11):  # characters of a repeated line, of 1,000
    base = [f"line{k:03d} " + " ".join("abcdefgh"[:3 + k % 5] for _ in range(5)) for k in range(26)]
    line = "x" * (extra - 1) + "."
    rest = 1000 - 2 * extra - sum(map(len, base)) - 26
    CASES.append("\n".join([b + "." for b in base] + [line, line, "z " * ((rest - 1) // 2) + "z" * (1 + (rest - 1) % 2)]))
CASES += [page(4) + "\n\n" + "A line. " * 1 + "\n" + "A line that comes twice here." + "\n" + "A line that comes twice here." * k for k in (0, 1)]
CASES += ["\n".join(" ".join(random.choice(WORDS) for _ in range(n)) + "." for _ in range(60)) for n in (2, 3, 4)]

for number, text in enumerate(CASES):
    print(json.dumps({"id": f"case-{number}", "text": text}, ensure_ascii=False))
