"""The published page rules, written down a second time: Gopher (Rae et al. 2021, A1), C4
(Raffel et al. 2020), mC4 (Xue et al. 2021) and FineWeb (Penedo et al. 2024), after their
texts, with datatrove's thresholds and RedPajama-v2's shares of n-grams. Reads {"id", "lang",
"text"} lines, prints "id set reason" lines ("-": passes)."""
import json
import re
import sys
from collections import Counter

STOP = {"the", "be", "to", "of", "and", "that", "have", "with"}
CITATION = re.compile(r"\[\d*\]|\[edit\]|\[citation needed\]")
POLICY = ["terms of use", "privacy policy", "cookie policy", "uses cookies", "use of cookies", "use cookies"]


def words_of(text):
    return re.findall(r"\w+", text)


def lines_of(text):
    return [line for line in text.split("\n") if line.strip()]


def duplicates(items):
    seen, count, chars = set(), 0, 0
    for item in items:
        if item in seen:
            count, chars = count + 1, chars + len(item)
        seen.add(item)
    return count, chars


def gopher(text):
    words, lines = words_of(text), lines_of(text)
    n = len(words)
    if n < 50:
        return "gopher_short_doc"
    if n > 100000:
        return "gopher_long_doc"
    mean = sum(map(len, words)) / n
    if mean < 3:
        return "gopher_below_avg_threshold"
    if mean > 10:
        return "gopher_above_avg_threshold"
    if text.count("#") / n > 0.1:
        return "gopher_too_many_hashes"
    if (text.count("...") + text.count("…")) / n > 0.1:
        return "gopher_too_many_ellipsis"
    if sum(line.lstrip().startswith(("•", "-")) for line in lines) / len(lines) > 0.9:
        return "gopher_too_many_bullets"
    if sum(line.rstrip().endswith(("...", "…")) for line in lines) / len(lines) > 0.3:
        return "gopher_too_many_end_ellipsis"
    if sum(any(c.isalpha() for c in w) for w in words) / n < 0.8:
        return "gopher_below_alpha_threshold"
    if len(STOP & {w.lower() for w in words}) < 2:
        return "gopher_enough_stop_words"
    return "-"


def gopher_repetition(text):
    paragraphs, lines = re.split(r"\n{2,}", text.strip()), lines_of(text)
    count, chars = duplicates(paragraphs)
    if count / len(paragraphs) > 0.3:
        return "dup_para_frac"
    if chars / max(1, len(text)) > 0.2:
        return "dup_para_char_frac"
    count, chars = duplicates(lines)
    if count / max(1, len(lines)) > 0.3:
        return "dup_line_frac"
    if chars / max(1, len(text)) > 0.2:
        return "dup_line_char_frac"
    words = [w.lower() for w in words_of(text)]
    for n, limit in ((2, 0.2), (3, 0.18), (4, 0.16)):
        grams = Counter(tuple(words[i:i + n]) for i in range(len(words) - n + 1))
        gram, count = grams.most_common(1)[0] if grams else ((), 0)
        if count > 1 and count * sum(map(len, gram)) / sum(map(len, words)) > limit:
            return f"top_{n}_gram"
    for n in range(5, 11):
        grams = [tuple(words[i:i + n]) for i in range(len(words) - n + 1)]
        counts = Counter(grams)
        marked = {i + k for i, gram in enumerate(grams) if counts[gram] > 1 for k in range(n)}
        if sum(len(words[i]) for i in marked) / max(1, sum(map(len, words))) > 0.2 - n / 100:
            return f"duplicated_{n}_n_grams"
    return "-"


def c4(text):
    sentences = 0
    for line in text.splitlines():
        line = line.strip()
        words = line.split()
        if any(len(w) > 1000 for w in words):
            continue
        line = CITATION.sub("", line)
        if not line.endswith((".", "?", "!", '"', "'")) or line.endswith("...") or len(words) < 3:
            continue
        low = line.lower()
        if "lorem ipsum" in low:
            return "lorem_ipsum"
        if "javascript" in low:
            continue
        if "{" in line:
            return "curly_bracket"
        if any(p in low for p in POLICY):
            continue
        sentences += max(1, len(re.findall(r"[.!?]+(?=[\s\"']|$)", line)))
    return "too_few_sentences" if sentences < 5 else "-"


def mc4(text):
    return "too_few_paragraphs" if sum(len(line) >= 200 for line in text.split("\n")) < 3 else "-"


def fineweb(text):
    lines = lines_of(text)
    if not lines:
        return "empty"
    if sum(line.endswith((".", "!", "?", '"', "'", "…")) for line in lines) / len(lines) <= 0.12:
        return "line_punct_ratio"
    if sum(len(line) <= 30 for line in lines) / len(lines) >= 0.67:
        return "short_line_ratio"
    if duplicates(lines)[1] / len(text.replace("\n", "")) >= 0.01:
        return "char_dup_ratio"
    if text.count("\n") / len(words_of(text)) > 0.3:
        return "list_ratio"
    return "-"


SETS = {"gopher": gopher, "gopher-repetition": gopher_repetition, "c4": c4, "mc4": mc4, "fineweb": fineweb}

if __name__ == "__main__":
    for record in map(json.loads, sys.stdin):
        for name, rule in SETS.items():
            if name != "gopher" or record.get("lang") == "en":  # its stop words are English
                print(record["id"], name, rule(record.get("text", "")))
