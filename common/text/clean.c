#include "text/clean.h"
#include "text/clean_scan.h"
#include "text/utf8.h"

enum {
	LINE_ENDS_MAX = 3, /* two empty lines */
	FLAG_BASE = 0x1f3f4, /* black flag: tags behind it spell a region */
	JOINING_FIRST = 0x0590, /* below it no script joins letters */
};

enum action {
	KEEP,
	DROP,
	BLANK,
	LINE,
	PARAGRAPH,
	JOINER, /* kept behind scripts that join, and in emoji */
	BREAK, /* zero width space: kept behind scripts written without spaces, where it parts words */
	TAG, /* kept in the flags of regions */
};

/* Sorted; whatever is not here is kept. Names by the Unicode Standard, chapter 23. */
static const struct {
	uint32_t first, last;
	enum action action;
} characters[] = {
	{ 0x0000, 0x0008, DROP }, /* C0 controls */
	{ 0x0009, 0x0009, BLANK },
	{ 0x000a, 0x000a, LINE },
	{ 0x000b, 0x000d, LINE }, /* line tabulation, form feed, carriage return */
	{ 0x000e, 0x001f, DROP },
	{ 0x0020, 0x0020, BLANK },
	{ 0x007f, 0x0084, DROP }, /* delete, C1 controls */
	{ 0x0085, 0x0085, LINE }, /* next line */
	{ 0x0086, 0x009f, DROP },
	{ 0x00a0, 0x00a0, BLANK }, /* no-break space */
	{ 0x1680, 0x1680, BLANK }, /* ogham space mark */
	{ 0x180e, 0x180e, DROP }, /* mongolian vowel separator */
	{ 0x2000, 0x200a, BLANK }, /* en quad to hair space */
	{ 0x200b, 0x200b, BREAK },
	{ 0x200c, 0x200d, JOINER },
	{ 0x2028, 0x2028, LINE },
	{ 0x2029, 0x2029, PARAGRAPH },
	{ 0x202a, 0x202e, DROP }, /* bidirectional embeddings and overrides; plain marks are kept */
	{ 0x202f, 0x202f, BLANK }, /* narrow no-break space */
	{ 0x205f, 0x205f, BLANK },
	{ 0x2060, 0x2064, DROP }, /* word joiner, invisible operators */
	{ 0x2066, 0x206f, DROP }, /* isolates, deprecated format characters */
	{ 0x3000, 0x3000, BLANK }, /* ideographic space */
	{ 0xfdd0, 0xfdef, DROP }, /* noncharacters */
	{ 0xfeff, 0xfeff, DROP }, /* byte order mark */
	{ 0xfff9, 0xfffc, DROP }, /* annotation marks, object replacement */
	{ 0xfffe, 0xffff, DROP },
	{ 0xe0001, 0xe0001, DROP }, /* language tag */
	{ 0xe0020, 0xe007f, TAG },
};

static enum action action_of(uint32_t c)
{
	size_t low = 0, high = sizeof characters / sizeof *characters;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (c > characters[mid].last)
			low = mid + 1;
		else
			high = mid;
	}
	if (low < sizeof characters / sizeof *characters && c >= characters[low].first)
		return characters[low].action;
	return (c & 0xfffe) == 0xfffe ? DROP : KEEP;
}

/* Thai and Lao, Myanmar, Khmer. */
static bool without_spaces(uint32_t c)
{
	return (c >= 0x0e00 && c <= 0x0eff) || (c >= 0x1000 && c <= 0x109f) || (c >= 0x1780 && c <= 0x17ff);
}

static bool kept_by_context(enum action action, uint32_t before)
{
	switch (action) {
	case JOINER:
		return before >= JOINING_FIRST && (before < 0x1e00 || before > 0x2012) && (before < 0x3000 || before > 0x9fff);
	case BREAK:
		return without_spaces(before);
	case TAG:
		return before == FLAG_BASE || (before >= 0xe0020 && before < 0xe007f);
	default:
		return false;
	}
}

uint32_t clean_char(uint32_t c, uint32_t before)
{
	enum action action = action_of(c);

	if (action == BLANK || action == LINE || action == PARAGRAPH)
		return ' ';
	return action == DROP || (action >= JOINER && !kept_by_context(action, before)) ? 0 : c;
}

static void count_drop(uint32_t c, struct clean_counts *counts)
{
	if (c == 0)
		counts->nul++;
	else
		counts->removed++;
}

struct str clean_markup(struct str s, struct buf *out, struct clean_counts *counts)
{
	const char *p = s.at, *end = p + s.len, *done = p; /* what lies before `done` is in *out */

	buf_reset(out);
	while ((p = clean_next_invisible(p, end)) < end) {
		struct str same = str_from(done, (size_t)(p - done));
		uint32_t c = utf8_next(&p, end), before = utf8_last(same.len > 0 ? same : buf_str(out));
		enum action action = action_of(c);
		bool line = c == 0x85 || c == 0x0b;

		if (!line && action != DROP && (action < JOINER || kept_by_context(action, before)))
			continue;
		buf_add_str(out, same);
		if (line)
			buf_add_byte(out, '\n');
		else
			count_drop(c, counts);
		while (p < end && (unsigned char)*p < '\t') /* they come in runs */
			count_drop((unsigned char)*p++, counts);
		done = p;
	}
	if (done == s.at)
		return s;
	buf_add(out, done, (size_t)(end - done));
	return buf_str(out);
}

/* White space that has been read but not yet written. */
struct gap {
	size_t lines;
	bool blank;
};

static void write_gap(struct gap *gap, size_t start, struct buf *out)
{
	if (out->len > start) {
		for (size_t i = 0; i < gap->lines && i < LINE_ENDS_MAX; i++)
			buf_add_byte(out, '\n');
		if (gap->lines == 0 && gap->blank)
			buf_add_byte(out, ' ');
	}
	*gap = (struct gap){ 0, false };
}

/* Copies what needs no look; a blank or line end just before the next special character
 * joins the gap. */
static const char *copy_plain(const char *p, const char *end, struct gap *gap, size_t start, struct buf *out)
{
	const char *special = clean_next_special(p, end), *stop = special;

	if (stop > p && (stop[-1] == ' ' || stop[-1] == '\n'))
		stop--;
	if (stop > p) {
		write_gap(gap, start, out);
		buf_add(out, p, (size_t)(stop - p));
	}
	if (stop < special) {
		gap->blank |= *stop == ' ';
		gap->lines += *stop == '\n';
	}
	return special;
}

void clean_plain(struct str s, struct buf *out, struct clean_counts *counts)
{
	const char *p = s.at, *end = p + s.len;
	size_t start = out->len;
	struct gap gap = { 0, false };

	while (p < end) {
		const char *from = p;
		uint32_t c = utf8_next(&p, end);
		enum action action = action_of(c);

		switch (action) {
		case BLANK:
			gap.blank = true;
			break;
		case LINE:
			gap.lines++;
			if (c == '\r' && p < end && *p == '\n')
				p++;
			break;
		case PARAGRAPH:
			gap.lines += 2;
			break;
		case DROP:
			count_drop(c, counts);
			break;
		case JOINER:
		case BREAK:
		case TAG:
			if (gap.lines || gap.blank || !kept_by_context(action, utf8_last(buf_str(out)))) {
				count_drop(c, counts);
				break;
			}
			/* fall through */
		case KEEP:
			write_gap(&gap, start, out);
			buf_add(out, from, (size_t)(p - from));
			p = copy_plain(p, end, &gap, start, out);
			break;
		}
	}
}

static const struct {
	uint32_t first, last;
	char plain;
} folds[] = {
	{ 0x00ab, 0x00ab, '"' }, { 0x00bb, 0x00bb, '"' }, { 0x2010, 0x2015, '-' },
	{ 0x2018, 0x201b, '\'' }, { 0x201c, 0x201f, '"' }, { 0x2039, 0x203a, '\'' },
	{ 0x2212, 0x2212, '-' }, { 0x300c, 0x300f, '"' }, { 0xfe58, 0xfe58, '-' },
	{ 0xfe63, 0xfe63, '-' }, { 0xff02, 0xff02, '"' }, { 0xff07, 0xff07, '\'' },
	{ 0xff0d, 0xff0d, '-' },
};

void clean_fold(struct str s, bool quotes, bool dashes, struct buf *out)
{
	const char *p = s.at, *end = p + s.len;

	while (p < end) {
		const char *from = p;
		uint32_t c;

		while (p < end && !(*p & 0x80))
			p++;
		buf_add(out, from, (size_t)(p - from));
		if (p == end)
			break;
		from = p;
		c = utf8_next(&p, end);
		char plain = 0;

		for (size_t i = 0; i < sizeof folds / sizeof *folds; i++)
			if (c >= folds[i].first && c <= folds[i].last)
				plain = folds[i].plain;
		if (plain && (plain == '-' ? dashes : quotes))
			buf_add_byte(out, plain);
		else
			buf_add(out, from, (size_t)(p - from));
	}
}
