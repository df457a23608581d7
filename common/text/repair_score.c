#include "text/repair_score.h"

enum script { NO_SCRIPT, GREEK, CYRILLIC, HEBREW, ARABIC, INDIC, SOUTHEAST, EAST, HANGUL, OTHER_SCRIPT };

/* How likely a character is to be what a text meant (tenths), and the script that it needs
 * company of. Sorted; whatever is not here is UNLIKELY. Blocks by the Unicode Standard. */
enum { UNLIKELY = -60 };

static const struct {
	uint32_t first, last;
	int8_t score;
	uint8_t script;
} likely[] = {
	{ 0x0080, 0x009f, -20, NO_SCRIPT }, /* C1, which another round may resolve */
	{ 0x00a0, 0x00bf, 5, NO_SCRIPT },
	{ 0x00c0, 0x00ff, 10, NO_SCRIPT },
	{ 0x0100, 0x0133, 5, NO_SCRIPT },
	{ 0x0136, 0x013e, 5, NO_SCRIPT },
	{ 0x0141, 0x0148, 5, NO_SCRIPT },
	{ 0x014c, 0x017e, 5, NO_SCRIPT },
	{ 0x0192, 0x0192, 0, NO_SCRIPT },
	{ 0x01a0, 0x01a1, 5, NO_SCRIPT }, /* Vietnamese */
	{ 0x01af, 0x01b0, 5, NO_SCRIPT },
	{ 0x0218, 0x021b, 5, NO_SCRIPT }, /* Romanian */
	{ 0x0259, 0x0259, -10, NO_SCRIPT }, /* Azerbaijani */
	{ 0x02bb, 0x02bc, -5, NO_SCRIPT },
	{ 0x02c6, 0x02c7, 0, NO_SCRIPT }, /* signs of the code pages, for another round */
	{ 0x02d8, 0x02dd, 0, NO_SCRIPT },
	{ 0x0300, 0x036f, -5, NO_SCRIPT },
	{ 0x0386, 0x03ce, 0, GREEK },
	{ 0x0400, 0x045f, 0, CYRILLIC },
	{ 0x0490, 0x0493, 0, CYRILLIC },
	{ 0x0531, 0x0587, -10, OTHER_SCRIPT }, /* Armenian */
	{ 0x05b0, 0x05c2, -10, HEBREW },
	{ 0x05d0, 0x05f4, 0, HEBREW },
	{ 0x060c, 0x060c, 0, ARABIC },
	{ 0x061b, 0x06ff, 0, ARABIC },
	{ 0x0900, 0x0dff, 0, INDIC },
	{ 0x0e01, 0x0eff, 0, SOUTHEAST },
	{ 0x1000, 0x109f, 0, SOUTHEAST },
	{ 0x10a0, 0x10ff, -5, OTHER_SCRIPT }, /* Georgian */
	{ 0x1780, 0x17ff, 0, SOUTHEAST },
	{ 0x1e00, 0x1e9f, -10, NO_SCRIPT },
	{ 0x1ea0, 0x1ef9, 5, NO_SCRIPT }, /* Vietnamese */
	{ 0x1f00, 0x1fff, 0, GREEK },
	{ 0x2000, 0x200f, 5, NO_SCRIPT },
	{ 0x2010, 0x2027, 20, NO_SCRIPT },
	{ 0x2028, 0x2064, 5, NO_SCRIPT },
	{ 0x2070, 0x209f, 0, NO_SCRIPT },
	{ 0x20a0, 0x20bf, 15, NO_SCRIPT },
	{ 0x2100, 0x214f, 10, NO_SCRIPT },
	{ 0x2150, 0x2426, 5, NO_SCRIPT },
	{ 0x2460, 0x25ff, 5, NO_SCRIPT },
	{ 0x2600, 0x27bf, 20, NO_SCRIPT },
	{ 0x2800, 0x2800, 0, NO_SCRIPT }, /* used as a blank */
	{ 0x2801, 0x28ff, -30, NO_SCRIPT },
	{ 0x2900, 0x2bff, 5, NO_SCRIPT },
	{ 0x2e80, 0x9fff, 0, EAST },
	{ 0xac00, 0xd7a3, 0, HANGUL },
	{ 0xf900, 0xfaff, -10, EAST },
	{ 0xfb00, 0xfb06, 10, NO_SCRIPT },
	{ 0xfb1d, 0xfb4f, 0, HEBREW },
	{ 0xfb50, 0xfdfb, 0, ARABIC },
	{ 0xfe00, 0xfe0f, 10, NO_SCRIPT },
	{ 0xfe30, 0xfe6f, 0, NO_SCRIPT },
	{ 0xfe70, 0xfefc, 0, ARABIC },
	{ 0xfeff, 0xfeff, 20, NO_SCRIPT },
	{ 0xff01, 0xffee, 5, NO_SCRIPT },
	{ 0xfffd, 0xfffd, 30, NO_SCRIPT },
	{ 0x1f000, 0x1faff, 20, NO_SCRIPT },
	{ 0x20000, 0x3ffff, -10, EAST },
};

static int likely_row(uint32_t c)
{
	size_t low = 0, high = sizeof likely / sizeof *likely;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (c > likely[mid].last)
			low = mid + 1;
		else
			high = mid;
	}
	return low < sizeof likely / sizeof *likely && c >= likely[low].first ? (int)low : -1;
}

static enum script script_of(uint32_t c)
{
	int row = c < 0x370 ? -1 : likely_row(c);

	return row < 0 ? NO_SCRIPT : (enum script)likely[row].script;
}

enum {
	NBSP = 0xa0,
	HOME_LEAST = 3,
};

static bool ascii_lower(uint32_t c)
{
	return c >= 'a' && c <= 'z';
}

static bool ascii_upper(uint32_t c)
{
	return c >= 'A' && c <= 'Z';
}

static bool letter(uint32_t c)
{
	return ascii_lower(c) || ascii_upper(c) ||
	       (c >= 0xc0 && c < 0x2000 && c != 0xd7 && c != 0xf7 && !(c >= 0x2b0 && c < 0x370));
}

static bool is_upper(const struct repair_point *p)
{
	return ascii_upper(p->c) || repair_chars[p->id].upper;
}

/* Of what a sequence becomes: Latin, where capitals lie before or beside their small letters. */
static bool result_upper(uint32_t c)
{
	return (c >= 0xc0 && c <= 0xde && c != 0xd7) ||
	       (c >= 0x100 && c <= 0x137 && !(c & 1)) || (c >= 0x139 && c <= 0x148 && (c & 1)) ||
	       (c >= 0x14a && c <= 0x177 && !(c & 1)) || c == 0x178 || c == 0x179 || c == 0x17b || c == 0x17d;
}

static bool result_lower(uint32_t c)
{
	return c >= 0xdf && c <= 0x17e && c != 0xf7 && !result_upper(c);
}

/* Byte that a point stands for as a continuation, or 0. */
static unsigned continuation(const struct repair_point *p, unsigned codec, struct repair_sequence *out, bool *lost)
{
	unsigned byte = repair_chars[p->id].byte[codec];

	if (byte >= 0x80 && byte <= 0xbf)
		return byte;
	if (p->c == 0xfffd || p->c == '?') {
		out->asked |= p->c == '?';
		*lost = true;
		return 0x80;
	}
	/* In these two A0 is no blank. */
	bool blank = codec + 2 < REPAIR_CODECS && p->c == ' ';

	out->spaced |= blank;
	return blank ? 0xa0 : 0;
}

static bool high_surrogate(uint32_t c)
{
	return c >= 0xd800 && c <= 0xdbff;
}

/* A sequence that may be half of a surrogate pair. */
static bool read_sequence(const struct repair_point *points, size_t count, size_t at, unsigned codec,
	struct repair_sequence *out)
{
	unsigned lead = repair_chars[points[at].id].byte[codec], more;
	uint32_t c;
	bool lost = false;

	if (repair_lead[codec][lead] == REPAIR_NO_LEAD)
		return false;
	more = lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
	if (count - at <= more)
		return false;
	*out = (struct repair_sequence){ .at = (uint16_t)at, .len = (uint16_t)(more + 1) };
	c = lead & (0x3fu >> more);
	for (unsigned i = 1; i <= more; i++) {
		unsigned byte = continuation(&points[at + i], codec, out, &lost);

		if (byte == 0)
			return false;
		c = c << 6 | (byte & 0x3f);
	}
	out->result = lost ? 0xfffd : c;
	/* A blank and a lost byte prove nothing together. */
	if (lost)
		return !out->spaced;
	return c >= (more == 1 ? 0x80u : more == 2 ? 0x800u : 0x10000u) && c <= 0x10ffff;
}

bool repair_sequence_at(const struct repair_point *points, size_t count, size_t at, unsigned codec,
	struct repair_sequence *out)
{
	struct repair_sequence low;

	if (!read_sequence(points, count, at, codec, out))
		return false;
	if (out->result < 0xd800 || out->result > 0xdfff)
		return true;
	/* CESU-8: both surrogates were encoded on their own. */
	if (!high_surrogate(out->result) || out->spaced || at + out->len >= count ||
	    !read_sequence(points, count, at + out->len, codec, &low) || low.spaced ||
	    low.result < 0xdc00 || low.result > 0xdfff)
		return false;
	out->result = 0x10000 + ((out->result & 0x3ff) << 10 | (low.result & 0x3ff));
	out->len = (uint16_t)(out->len + low.len);
	return true;
}

/* How odd the sequence is as it stands. */
static int oddness(const struct repair_point *points, const struct repair_sequence *s, bool *common)
{
	static const int by_class[] = {
		[REPAIR_LETTER] = 10, [REPAIR_PUNCTUATION] = 5, [REPAIR_SIGN] = 5,
		[REPAIR_BOX] = 0, [REPAIR_ODD] = 20, [REPAIR_CONTROL] = 30,
	};
	bool word = letter(points[s->at].c) && !is_upper(&points[s->at]);
	int score = 0;

	*common = true;
	for (unsigned i = 1; i < s->len; i++) {
		const struct repair_point *p = &points[s->at + i];

		if (p->c == ' ' || p->c == '?' || p->c == 0xfffd) {
			score += p->c == 0xfffd ? 20 : 0;
			word = false;
			continue;
		}
		enum repair_class class = repair_chars[p->id].class;

		score += by_class[class];
		*common &= class == REPAIR_PUNCTUATION || class == REPAIR_SIGN;
		word &= class == REPAIR_LETTER && !is_upper(p);
	}
	/* Small letters all: a word as it stands. */
	if (word)
		score -= 10 * (s->len - 1);
	else if (s->len == 3)
		score += *common ? 25 : 30;
	return s->len >= 4 ? score + 60 : score;
}

/* How well the result fits what stands around it. */
static int company(const struct repair_sequence *sequences, size_t n, size_t i, unsigned home, uint32_t before,
	uint32_t after)
{
	const struct repair_sequence *s = &sequences[i];
	enum script script = script_of(s->result);
	bool friend = false;

	if (script == NO_SCRIPT)
		return 0;
	if (i > 0 && sequences[i - 1].at + sequences[i - 1].len == s->at)
		friend |= script_of(sequences[i - 1].result) == script;
	if (i + 1 < n && s->at + s->len == sequences[i + 1].at)
		friend |= script_of(sequences[i + 1].result) == script;
	if (friend || (home >> script & 1))
		return 15;
	/* Greek letters stand alone in science. */
	if (script == GREEK)
		return 0;
	return script >= INDIC ? -45 : letter(before) || letter(after) ? -30 : -10;
}

unsigned repair_home(const struct repair_sequence *sequences, size_t n)
{
	unsigned seen[OTHER_SCRIPT + 1] = { 0 }, home = 0;

	for (size_t i = 0; i < n; i++)
		seen[script_of(sequences[i].result)] += sequences[i].score >= SCORE_SURE;
	for (enum script script = GREEK; script <= OTHER_SCRIPT; script++)
		home |= (seen[script] >= HOME_LEAST ? 1u : 0u) << script;
	return home;
}

/* A sequence and what stands around it. */
struct place {
	const struct repair_sequence *s;
	const struct repair_point *lead, *first, *before, *after; /* first: behind the lead */
	unsigned codec, byte; /* of the lead */
	bool joined; /* another sequence ends just before */
};

/* A sign behind a letter, as one byte behind its lead: within a word it is odd, behind a capital at
 * the end of a word it is not. */
static int sign_behind_letter(const struct place *p)
{
	bool word_after = letter(p->after->c) && p->first->c != NBSP;
	bool rare_end = p->codec == 0 && p->byte == 0xc3 && repair_chars[p->first->id].class == REPAIR_SIGN;
	/* "Cànan": one capital begins a word. */
	bool initial = p->first->c == NBSP && ascii_lower(p->after->c) && !(p->s->at > 1 && is_upper(p->before - 1));
	int score = letter(p->before->c) && word_after ? 15 : 0;

	if (is_upper(p->before) && !rare_end && !initial && (!word_after || p->byte == 0xc2))
		score -= 20;
	return score;
}

/* The lead byte is a sign (macintosh, ibm437): it has to stand at a word. */
static int sign_leads(const struct place *p)
{
	bool word_after = letter(p->after->c) && p->first->c != NBSP;

	return letter(p->before->c) ? 15 : word_after || p->joined ? 0 : -15;
}

/* What speaks for the text as it stands: apostrophes, and capitals in their places. */
static int genuine(const struct place *p)
{
	uint32_t before = p->before->c, after = p->after->c, result = p->s->result;
	int score = 0;

	if (p->first->c == 0x2019 && p->s->len == 2 && !letter(before) && ascii_lower(after))
		score += 20;
	if (result_upper(result) && ascii_lower(before))
		score += 20;
	if (result_lower(result) && ascii_upper(before) && !ascii_lower(after) && !repair_chars[p->after->id].lead)
		score += 20;
	if (p->s->len == 2 && repair_chars[p->first->id].upper && (ascii_upper(before) || ascii_upper(after)))
		score += 15;
	/* A Greek numeral: capital and tonos. */
	if (p->first->c == 0x384 && p->s->len == 2 && (!p->joined || before == ' ') && !letter(before) && !letter(after))
		score += 60;
	/* One "Ã¥" may as well come from an old Macintosh: it needs company. */
	if (result == 0xe5 && p->lead->c == 0xc3)
		score += 40;
	return score;
}

int repair_score(const struct repair_point *points, size_t count, unsigned codec,
	const struct repair_sequence *sequences, size_t n, size_t i, unsigned home)
{
	static const struct repair_point edge = { '\n', 0 };
	const struct repair_sequence *s = &sequences[i];
	const struct repair_point *lead = &points[s->at];
	const struct place p = {
		.s = s,
		.lead = lead,
		.first = lead + 1,
		.before = s->at > 0 ? lead - 1 : &edge,
		.after = (size_t)s->at + s->len < count ? lead + s->len : &edge,
		.codec = codec,
		.byte = repair_chars[lead->id].byte[codec],
		.joined = i > 0 && sequences[i - 1].at + sequences[i - 1].len == s->at,
	};
	int row = likely_row(s->result), score = repair_lead[codec][p.byte] + (row < 0 ? UNLIKELY : likely[row].score);
	bool common;

	score += oddness(points, s, &common) + company(sequences, n, i, home, p.before->c, p.after->c);
	if (is_upper(lead) && ascii_lower(p.before->c))
		score += 10;
	/* A space proves little; "à" at the end of a word is what it mostly hides. */
	if (s->spaced)
		return score - (s->len > 2 ? 30 : p.byte != 0xc3 ? 10 : ascii_lower(p.before->c) ? 0 : 20);
	if (s->len == 2 && !letter(lead->c))
		score += sign_leads(&p);
	else if (s->len == 2 && common)
		score += sign_behind_letter(&p);
	return score - genuine(&p);
}
