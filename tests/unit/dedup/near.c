#include "dedup/bands.h"
#include "dedup/sketch.h"

#include <criterion/criterion.h>

static uint32_t next_random(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	return *state ^= *state << 5;
}

/* `count` words, of which about `permille` in a thousand are not those that `seed` gives. */
static void words(struct buf *out, uint32_t seed, unsigned count, unsigned permille, uint32_t edits)
{
	buf_reset(out);
	for (unsigned i = 0; i < count; i++) {
		uint32_t word = next_random(&seed) % 50000;

		if (next_random(&edits) % 1000 < permille)
			word = 100000 + next_random(&edits) % 50000;
		buf_addf(out, "w%u ", word);
	}
}

static struct sketch sketch_of(const struct near_preset *preset, const struct buf *part)
{
	cr_assert(near_valid(preset, buf_str(part)));
	return (struct sketch){ (unsigned char)part->data[0], (unsigned char)part->data[1], num_load16(part->data + 2), part->data + NEAR_HEAD + 4 * preset->bands };
}

struct pair {
	struct buf text, a, b;
	struct near_scratch scratch;
	struct sketch_sets *sets;
};

static bool alike(struct pair *pair, const struct near_preset *preset, double *share)
{
	struct sketch_result result;
	bool passes = sketch_compare(pair->sets, sketch_of(preset, &pair->a), sketch_of(preset, &pair->b), preset->shingle, &result) &&
		sketch_passes(&result, preset->share, preset->slack);

	*share = result.share;
	for (size_t i = 0; i < 1024; i++)
		cr_assert_eq(pair->sets->bits[0][i] | pair->sets->bits[1][i], 0);
	return passes;
}

/* Scattered edits pass; a page that shares a part in one piece, but has its own text, fails. */
Test(near, sketches_tell_edits_from_shared_frames)
{
	static const struct {
		const char *name;
		unsigned count_a, count_b, permille;
		bool frame, want;
	} cases[] = {
		{ "equal", 400, 400, 0, false, true }, { "edited a little", 400, 400, 30, false, true },
		{ "edited much", 400, 400, 150, false, true }, { "cut to half", 400, 200, 0, false, true },
		{ "long, cut", 4000, 1500, 20, false, true }, { "other", 400, 400, 1000, false, false },
		{ "shared frame of 70 %", 400, 400, 0, true, false }, { "a tenth of it", 4000, 400, 0, false, false },
	};
	const struct near_preset *preset = near_preset("default");
	struct pair pair = { .sets = mem_zero(1, sizeof *pair.sets) };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf own = BUF_INIT;
		double share;

		buf_reset(&pair.a);
		buf_reset(&pair.b);
		words(&pair.text, 11, cases[i].count_a, 0, 1);
		if (cases[i].frame) {
			words(&own, 77, 170, 0, 1);
			buf_add_str(&pair.text, buf_str(&own));
		}
		cr_assert(near_build(preset, &pair.scratch, buf_str(&pair.text), &pair.a));
		words(&pair.text, 11, cases[i].count_b, cases[i].permille, 5);
		if (cases[i].frame) {
			words(&own, 78, 170, 0, 1);
			buf_add_str(&pair.text, buf_str(&own));
		}
		cr_assert(near_build(preset, &pair.scratch, buf_str(&pair.text), &pair.b));
		cr_expect_eq(alike(&pair, preset, &share), cases[i].want, "%s: share %.3f", cases[i].name, share);
		buf_release(&own);
	}
	buf_release(&pair.text);
	buf_release(&pair.a);
	buf_release(&pair.b);
	near_scratch_release(&pair.scratch);
	free(pair.sets);
}

/* A text in which `gap` words in a row are others in each of `gaps` places. */
static void words_with_gaps(struct buf *out, unsigned count, unsigned gaps, unsigned gap)
{
	uint32_t seed = 11;

	buf_reset(out);
	for (unsigned i = 0; i < count; i++) {
		uint32_t word = next_random(&seed) % 50000, place = i % (count / (gaps + 1));

		buf_addf(out, "w%u ", word + (i > gap && i / (count / (gaps + 1)) > 0 && place < gap ? 100000 : 0));
	}
}

/* The part of pair->text. */
static void build(struct pair *pair, const struct near_preset *preset, struct buf *part)
{
	buf_reset(part);
	cr_assert(near_build(preset, &pair->scratch, buf_str(&pair->text), part));
}

/* Many edits at once may lie close together, but not all in one place. */
Test(near, the_longest_gap_is_half_of_what_is_missing)
{
	static const struct {
		unsigned gaps, gap;
		bool want;
	} cases[] = { { 1, 2, true }, { 3, 11, true }, { 2, 16, true }, { 1, 36, false } };
	const struct near_preset *preset = near_preset("default");
	struct pair pair = { .sets = mem_zero(1, sizeof *pair.sets) };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		double share;

		words_with_gaps(&pair.text, 140, 0, 0);
		build(&pair, preset, &pair.a);
		words_with_gaps(&pair.text, 140, cases[i].gaps, cases[i].gap);
		build(&pair, preset, &pair.b);
		cr_expect_eq(alike(&pair, preset, &share), cases[i].want, "%u gaps of %u: share %.3f", cases[i].gaps, cases[i].gap, share);
	}
	buf_release(&pair.text);
	buf_release(&pair.a);
	buf_release(&pair.b);
	near_scratch_release(&pair.scratch);
	free(pair.sets);
}

/* `count` words that `edits` changes a little, between `menu` words that nothing else has, of
 * which `below` percent stand behind them. */
static void page(struct buf *out, unsigned count, uint32_t edits, unsigned menu, unsigned below)
{
	struct buf part = BUF_INIT, whole = BUF_INIT;
	unsigned behind = menu * below / 100;

	words(&part, 900 + edits, menu - behind, 0, 1);
	buf_add_str(&whole, buf_str(&part));
	words(&part, 11, count, 20, edits);
	buf_add_str(&whole, buf_str(&part));
	words(&part, 700 + edits, behind, 0, 1);
	buf_add_str(&whole, buf_str(&part));
	buf_reset(out);
	buf_add_str(out, buf_str(&whole));
	buf_release(&part);
	buf_release(&whole);
}

/* Two copies, each with a menu of its own; but not two pages with a quotation in common. */
Test(near, copies_with_menus_of_their_own)
{
	static const struct {
		unsigned count, menu, below;
		bool want;
	} cases[] = { { 140, 25, 50, true }, { 140, 40, 60, true }, { 140, 40, 0, true }, { 60, 100, 50, false } };
	const struct near_preset *preset = near_preset("default");
	struct pair pair = { .sets = mem_zero(1, sizeof *pair.sets) };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		double share;

		page(&pair.text, cases[i].count, 1, cases[i].menu, cases[i].below);
		build(&pair, preset, &pair.a);
		page(&pair.text, cases[i].count, 2, cases[i].menu, cases[i].below);
		build(&pair, preset, &pair.b);
		cr_expect_eq(alike(&pair, preset, &share), cases[i].want, "%u words and a menu of %u: share %.3f", cases[i].count,
			     cases[i].menu, share);
	}
	buf_release(&pair.text);
	buf_release(&pair.a);
	buf_release(&pair.b);
	near_scratch_release(&pair.scratch);
	free(pair.sets);
}

/* Of short texts with a menu that is longer than they are nearly all are candidates. */
Test(near, short_texts_in_long_menus_are_found)
{
	const struct near_preset *preset = near_preset("default");
	struct near_scratch scratch = { NULL, 0, BUF_INIT };
	struct buf text = BUF_INIT, menu = BUF_INIT, part = BUF_INIT;
	struct candidates candidates;
	unsigned found = 0;

	for (uint32_t seed = 1; seed <= 100; seed++) {
		struct bands bands;

		bands_init(&bands, preset);
		words(&text, seed * 7919, 40, 0, 1);
		words(&menu, 5, 60, 0, 1);
		buf_add_str(&menu, buf_str(&text));
		buf_reset(&part);
		cr_assert(near_build(preset, &scratch, buf_str(&menu), &part));
		bands_take(&bands, part.data, 0, &candidates);
		buf_reset(&part);
		cr_assert(near_build(preset, &scratch, buf_str(&text), &part));
		bands_take(&bands, part.data, 1, &candidates);
		found += candidates.count;
		bands_release(&bands);
	}
	cr_expect_geq(found, 95, "%u of 100", found);
	buf_release(&text);
	buf_release(&menu);
	buf_release(&part);
	near_scratch_release(&scratch);
}

Test(near, short_texts_have_no_part)
{
	static const struct {
		const char *preset, *text;
		bool want;
	} cases[] = {
		{ "default", "", false }, { "default", "one two three four five", false }, { "default", "1 2 3 4 5 6", true },
		{ "datatrove", "1 2 3 4 5 6 7", false }, { "datatrove", "1 2 3 4 5 6 7 8", true }, { "wide", "中文字中文字", true },
	};
	struct near_scratch scratch = { NULL, 0, BUF_INIT };
	struct buf part = BUF_INIT;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		buf_reset(&part);
		cr_expect_eq(near_build(near_preset(cases[i].preset), &scratch, str_of(cases[i].text), &part), cases[i].want,
			"%s: %s", cases[i].preset, cases[i].text);
		cr_expect_eq(part.len > 0, cases[i].want);
		cr_expect(!cases[i].want || near_valid(near_preset(cases[i].preset), buf_str(&part)));
	}
	cr_expect_null(near_preset("other"));
	buf_release(&part);
	near_scratch_release(&scratch);
}

Test(near, candidates_with_most_bands_come_first)
{
	const struct near_preset *preset = near_preset("default");
	struct near_scratch scratch = { NULL, 0, BUF_INIT };
	struct buf text = BUF_INIT, part = BUF_INIT;
	struct candidates candidates;
	struct bands bands;

	bands_init(&bands, preset);
	for (uint32_t row = 0; row < 4; row++) {
		static const unsigned permille[] = { 100, 1000, 20, 60 };

		words(&text, 3, 500, permille[row], row + 1);
		buf_reset(&part);
		cr_assert(near_build(preset, &scratch, buf_str(&text), &part));
		bands_take(&bands, part.data, row, &candidates);
	}
	words(&text, 3, 500, 0, 1);
	buf_reset(&part);
	cr_assert(near_build(preset, &scratch, buf_str(&text), &part));
	bands_take(&bands, part.data, 4, &candidates);
	cr_assert_eq(candidates.count, 3);
	cr_expect_eq(candidates.rows[0], 2);
	cr_expect_eq(candidates.rows[1], 3);
	cr_expect_eq(candidates.rows[2], 0);
	bands_forget(&bands, 5);
	bands_take(&bands, part.data, 5, &candidates);
	cr_expect_eq(candidates.count, 0);
	bands_release(&bands);
	buf_release(&text);
	buf_release(&part);
	near_scratch_release(&scratch);
}

/* Words of letters alone, as the preset takes all numbers for one; `copy` has two others. */
static void letters(struct buf *out, uint32_t seed, unsigned count, bool copy)
{
	buf_reset(out);
	for (unsigned i = 0; i < count; i++) {
		buf_add_text(out, copy && (i == count / 4 || i == count * 2 / 3) ? "other" : "");
		for (uint32_t word = next_random(&seed) % 450000 + 1; word; word /= 26)
			buf_add_byte(out, (char)('a' + word % 26));
		buf_add_byte(out, ' ');
	}
}

/* 14 buckets of 8 independent functions would agree for .552 of texts that share 46 of 66 shingles;
 * bins do so nearly as often, though the texts have fewer shingles than there are bins. */
Test(near, bands_of_the_datatrove_preset_agree_as_often_as_they_should)
{
	const struct near_preset *preset = near_preset("datatrove");
	struct near_scratch scratch = { NULL, 0, BUF_INIT };
	struct buf text = BUF_INIT, parts = BUF_INIT;
	unsigned found = 0;

	for (uint32_t seed = 1; seed <= 2000; seed++) {
		bool agree = false;
		size_t second;

		buf_reset(&parts);
		letters(&text, seed, 60, false);
		cr_assert(near_build(preset, &scratch, buf_str(&text), &parts));
		second = parts.len;
		letters(&text, seed, 60, true);
		cr_assert(near_build(preset, &scratch, buf_str(&text), &parts));
		for (unsigned band = 0; band < preset->bands; band++)
			agree |= bands_key(parts.data, band) == bands_key(parts.data + second, band);
		found += agree;
	}
	cr_expect(found >= 1000 && found <= 1180, "%u of 2000", found);
	buf_release(&text);
	buf_release(&parts);
	near_scratch_release(&scratch);
}

/* Stored indexes hold these. */
Test(near, parts_are_frozen)
{
	struct near_scratch scratch = { NULL, 0, BUF_INIT };
	struct buf part = BUF_INIT;

	cr_assert(near_build(near_preset("default"), &scratch, STR("A mill race, or leat, leads the water of a stream to the mill."), &part));
	cr_expect_eq(part.len, NEAR_HEAD + 4 * 20 + 2 * 12);
	cr_expect_eq(num_load32(part.data + NEAR_HEAD), 0xe6a07acf, "%#x", num_load32(part.data + NEAR_HEAD));
	cr_expect_eq(num_load32(part.data + NEAR_HEAD + 4 * 19), 0xda87dc78, "%#x", num_load32(part.data + NEAR_HEAD + 4 * 19));
	cr_expect_eq(num_load16(part.data + part.len - 2), 0xf2fe, "%#x", num_load16(part.data + part.len - 2));
	buf_release(&part);
	near_scratch_release(&scratch);
}
