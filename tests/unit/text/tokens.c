#include "text/tokens.h"

#include "base/buf.h"

#include <criterion/criterion.h>

/* The tokens of `text` as they stand, joined by '|'. */
static const char *words(struct str text, struct buf *out)
{
	struct str word;
	size_t at = 0;

	buf_reset(out);
	while (tokens_next(text, &at, &word)) {
		if (out->len)
			buf_add_byte(out, '|');
		buf_add_str(out, word);
	}
	return buf_cstr(out);
}

Test(tokens, words)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
		{ "", "" }, { " .,; ", "" }, { "Hello, World!", "Hello|World" }, { "a1_b c-d don't", "a1_b|c|d|don|t" },
		{ "Blåbær på æra", "Blåbær|på|æra" }, { "Москва́ — Ж.", "Москва́|Ж" }, { "中文字abc字1", "中|文|字|abc|字|1" },
		{ "ภาษา", "ภ|า|ษ|า" }, { "กำลัง", "ก|ำ|ลั|ง" }, { "カー", "カ|ー" }, { "co\xc2\xadop", "co\xc2\xadop" },
		{ "हिन्दी भाषा", "हिन्दी|भाषा" }, { "a\xff" "b", "a|b" }, { "한국어 글", "한국어|글" }, { "\xcc\x81x", "\xcc\x81x" },
	};
	struct buf out = BUF_INIT;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		cr_expect_str_eq(words(str_of(cases[i].text), &out), cases[i].want, "%s: %s", cases[i].text, buf_cstr(&out));
	buf_release(&out);
}

Test(tokens, equal_words_hash_alike)
{
	static const struct {
		const char *a, *b;
		bool same;
	} cases[] = {
		{ "Straße", "STRAßE", true }, { "ÅR", "år", true }, { "ΣΑΣ", "σας", true }, { "co\xc2\xadop", "coop", true },
		{ "coop", "coops", false }, { "a", "b", false }, { "aaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaab", false },
		{ "abcdefgh", "abcdefghi", false }, { "中", "文", false }, { "Ⱥb", "ⱥB", true },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		uint64_t a = tokens_hash_word(str_of(cases[i].a)), b = tokens_hash_word(str_of(cases[i].b));

		cr_expect_neq(a, 0);
		cr_expect_eq(a == b, cases[i].same, "%s %s", cases[i].a, cases[i].b);
	}
	cr_expect_eq(tokens_hash_word(STR("two words")), 0);
	cr_expect_eq(tokens_hash_word(STR("  ")), 0);
}

/* Stored indexes hold these. */
Test(tokens, hashes_are_frozen)
{
	cr_expect_eq(tokens_hash_word(STR("leat")), UINT64_C(0x6d5c47e13995978a), "%#lx", tokens_hash_word(STR("leat")));
	cr_expect_eq(tokens_hash_word(STR("Internationalization")), UINT64_C(0x19f88a989ff0a40f), "%#lx",
		tokens_hash_word(STR("Internationalization")));
	cr_expect_eq(tokens_hash_word(STR("中")), UINT64_C(0x54d1528e5530690a), "%#lx", tokens_hash_word(STR("中")));
}

static uint32_t next_random(uint32_t *state)
{
	return *state = *state * 1664525u + 1013904223u;
}

/* Random text of pieces that meet every branch. */
static void random_text(struct buf *out, uint32_t *state, size_t pieces)
{
	static const char *const table[] = {
		"a", "B", "word", " ", "\n", "-", "_", "9", "é", "Ⱥ", "ſ", "中", "文", "ก", "\xe0\xb8\xb1", "\xcc\x81", "\xc2\xad",
		"\xe2\x80\x8d", "\xff", "\xe4\xb8", "😀", "𝒜", "Жж", "。", "longerword", "....................",
		"abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
	};

	buf_reset(out);
	for (size_t i = 0; i < pieces; i++)
		buf_add_text(out, table[(next_random(state) >> 16) % (sizeof table / sizeof *table)]);
}

static void expect_equal_codes(struct str text)
{
	uint64_t *want = mem_alloc((text.len + 1) * sizeof *want), *got = mem_alloc((text.len + 1) * sizeof *got);
	size_t count = 0, other = 0;

	cr_assert(tokens_hash_by(TOKENS_PORTABLE, text, want, text.len, &count));
	cr_expect_eq(count, tokens_count(text), "%zu tokens hashed, %zu counted", count, tokens_count(text));
	for (int code = TOKENS_AVX2; code <= TOKENS_AVX512; code++) {
		if (!tokens_hash_by((enum tokens_code)code, text, got, text.len, &other))
			continue;
		cr_expect_eq(other, count);
		cr_expect(memcmp(got, want, count * sizeof *got) == 0, "code %d differs", code);
	}
	for (size_t max = count / 2; max > 0; max /= 2) {
		cr_expect_eq(tokens_hash(text, got, max), max);
		cr_expect(memcmp(got, want, max * sizeof *got) == 0);
	}
	free(want);
	free(got);
}

Test(tokens, all_codes_agree)
{
	struct buf text = BUF_INIT;
	uint32_t state = 7;

	for (size_t i = 0; i < 3000; i++) {
		random_text(&text, &state, i % 97);
		expect_equal_codes(buf_str(&text));
	}
	for (size_t i = 0; i < 20; i++) {
		random_text(&text, &state, 5000);
		expect_equal_codes(buf_str(&text));
	}
	buf_release(&text);
}

Test(tokens, long_words)
{
	struct buf text = BUF_INIT;
	uint64_t first[4], second[4];

	for (size_t i = 0; i < 40000; i++)
		buf_add_byte(&text, (char)('a' + i % 26));
	expect_equal_codes(buf_str(&text));
	cr_assert_eq(tokens_hash(buf_str(&text), first, 4), 1);
	text.data[TOKENS_LONGEST] = '0';
	cr_assert_eq(tokens_hash(buf_str(&text), second, 4), 1);
	cr_expect_eq(first[0], second[0]);
	text.data[TOKENS_LONGEST - 1] = '0';
	cr_assert_eq(tokens_hash(buf_str(&text), second, 4), 1);
	cr_expect_neq(first[0], second[0]);
	/* The same word behind others, so that it crosses the buffer elsewhere. */
	for (size_t i = 0; i < 5000; i += 7)
		text.data[i] = ' ';
	expect_equal_codes(buf_str(&text));
	buf_release(&text);
}

Test(tokens, stops_at_max)
{
	uint64_t hashes[3];

	cr_expect_eq(tokens_hash(STR("a b c d e f"), hashes, 3), 3);
	cr_expect_eq(tokens_hash(STR("a b"), hashes, 0), 0);
	cr_expect_eq(tokens_hash(STR_NONE, hashes, 3), 0);
}

Test(tokens, sentences)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
		{ "", "" }, { "One. Two! Three?", "One.|Two!|Three?" }, { "About 3.5 per cent, e.g. this. Next", "About 3.5 per cent, e.g. this.|Next" },
		{ "He said \"Go.\" Then left.", "He said \"Go.\"|Then left." }, { "Title\n\nBody text", "Title|Body text" },
		{ "one line\nstill it", "one line\nstill it" }, { "一。二！三", "一。|二！|三" }, { "Hva?! Ja.", "Hva?!|Ja." },
		{ "हाँ। नहीं।", "हाँ।|नहीं।" }, { "  \n\n  ", "" },
	};
	struct buf out = BUF_INIT;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct str text = str_of(cases[i].text), sentence;
		size_t at = 0;

		buf_reset(&out);
		while (tokens_next_sentence(text, &at, &sentence)) {
			if (out.len)
				buf_add_byte(&out, '|');
			buf_add_str(&out, sentence);
		}
		cr_expect_str_eq(buf_cstr(&out), cases[i].want, "%s: %s", cases[i].text, buf_cstr(&out));
	}
	buf_release(&out);
}
