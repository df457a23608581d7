#include "extract/chars.h"
#include "extract/lexicon.h"
#include "extract/page.h"
#include "extract/plain_parts.h"

#include <math.h>

#define LEAST_WORD 4 /* bytes of a word that says what a text is about */

/* Groups of features: name, and how many values it tells apart. The trainer and the model
 * only know numbers; a new group goes to the end of its round. */
#define GROUPS(X) \
	X(BIAS, 1) \
	X(WIDTH_END, 9 * 5) /* width by how the line ends */ \
	X(WIDTH_STOP, 9 * 4) /* width by share of stop words */ \
	X(CAPITALS, 5) \
	X(DIGITS, 5) \
	X(COMMAS, 4) \
	X(PHRASE, 8) \
	X(START, 6) \
	X(BAR, 1) \
	X(ARROW, 1) \
	X(COPYRIGHT, 1) \
	X(AT, 1) \
	X(LINK, 1) \
	X(QUOTES, 1) \
	X(CLOCK, 1) \
	X(REPEATED, 2) \
	X(PLACE, 10) /* tenth of the lines */ \
	X(CHAR_PLACE, 10) /* tenth of the characters */ \
	X(SPAN, 9) /* before, within, after the good lines; by width */ \
	X(GOOD_BEFORE, 8) /* lines to the nearest good one above ... */ \
	X(GOOD_AFTER, 8) /* ... and below */ \
	X(DENSITY_NEAR, 6) /* share of good characters, 3 lines either way */ \
	X(DENSITY_FAR, 6) /* 10 lines */ \
	X(ABOVE, 30) /* width and end of the line above, by own width */ \
	X(BELOW, 30) \
	X(GOOD_LINES, 10) /* of the page, by own being good */ \
	X(MAIN, 9) /* before, in, after the stretch with most good text; by width */ \
	X(UNDER, 9) /* below a heading of comments or of related articles; by width */ \
	X(SHARED, 6) /* of a line that ends a sentence: share of its words that good lines have */ \
	/* The second round. */ \
	X(OWN, 12) /* score */ \
	X(UP_ONE, 8) \
	X(DOWN_ONE, 8) \
	X(UP_TWO, 8) \
	X(DOWN_TWO, 8) \
	X(NEAR, 10) /* mean of 3 either way */ \
	X(FAR, 10) /* mean of 8 */ \
	X(BEST, 12) /* before, in, after the stretch with the best sum of scores; by own score */

#define NAME(name, size) name,
#define SIZE(name, size) [name] = size,
/* A group's features begin behind the last one of the group before it. */
#define BASE(name, size) BASE_##name, LAST_##name = BASE_##name + (size) - 1,
#define BASE_OF(name, size) [name] = BASE_##name,
enum group { GROUPS(NAME) };
enum { GROUPS(BASE) FEATURES };
static const uint16_t sizes[] = { GROUPS(SIZE) }, bases[] = { GROUPS(BASE_OF) };

enum phrase { NO_PHRASE, MENU, SECTION, LINK_LINE, FORM, NOTICE, COMMENTS, IMPRINT };

unsigned page_feature_count(void)
{
	return FEATURES;
}

static void set(struct page_line *line, enum group group, size_t value)
{
	size_t size = sizes[group];

	if (line->count < PAGE_MAX_FEATURES)
		line->features[line->count++] = (uint16_t)(bases[group] + (value < size ? value : size - 1));
}

static size_t bucket(double value, const double *limits, size_t count)
{
	size_t i = 0;

	while (i < count && value >= limits[i])
		i++;
	return i;
}

#define BUCKET(value, ...) \
	bucket(value, (const double[]){ __VA_ARGS__ }, sizeof((const double[]){ __VA_ARGS__ }) / sizeof(double))

static size_t width_of(const struct page_line *line)
{
	return BUCKET(line->width, 11, 21, 36, 51, 81, 121, 201, 401);
}

static size_t width3(const struct page_line *line)
{
	return BUCKET(line->width, 36, 101);
}

static double share(uint32_t part, uint32_t whole)
{
	return whole ? (double)part / whole : 0;
}

/* A small set of hashes of the language's stop words. */
struct stop_set {
	uint32_t hash[256];
};

static uint32_t hash_bytes(const char *at, size_t len)
{
	uint32_t hash = 0x811c9dc5u;

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ (unsigned char)at[i]) * 0x01000193u;
	return hash | 1;
}

static uint32_t *stop_slot(struct stop_set *set_of, uint32_t hash)
{
	size_t at = hash >> 8 & 255;

	while (set_of->hash[at] && set_of->hash[at] != hash)
		at = (at + 1) & 255;
	return &set_of->hash[at];
}

static void load_stop_words(struct stop_set *set_of, const char *lang)
{
	struct str list = lexicon_stop_words(lang);
	size_t loaded = 0;

	*set_of = (struct stop_set){ { 0 } };
	for (size_t i = 0; i < list.len && loaded < 128; loaded++) {
		const char *start = list.at + i, *space = memchr(start, ' ', list.len - i);
		size_t len = space ? (size_t)(space - start) : list.len - i;
		uint32_t hash = hash_bytes(start, len);

		*stop_slot(set_of, hash) = hash;
		i += len + 1;
	}
}

static enum phrase read_phrase(const struct plain_key *key, const struct page_line *line)
{
	struct plain_date date;
	struct str low = plain_key_low(key);

	if (lexicon_find(LEXICON_COMMENTS, plain_key_all(key)))
		return COMMENTS;
	if (lexicon_find(LEXICON_LINE, plain_key_all(key)))
		return FORM;
	if (lexicon_prefix(LEXICON_START, low))
		return LINK_LINE;
	if (lexicon_prefix(LEXICON_DATE, low) || lexicon_prefix(LEXICON_UPDATED, low) || plain_date_parse(low, &date))
		return IMPRINT;
	if (lexicon_prefix(LEXICON_MENU, low))
		return MENU;
	if (lexicon_find(LEXICON_SECTION, plain_key_all(key)))
		return SECTION;
	return line->width < 400 && lexicon_within(LEXICON_WITHIN, low) ? NOTICE : NO_PHRASE;
}

static void read_words(struct arena *arena, struct page_line *line, struct stop_set *stop)
{
	struct plain_key key;
	struct str head = line->text;

	/* Long lines are judged by their beginning. */
	if (head.len > 1200)
		head.len = 1200;
	if (!plain_key_make(head, &key))
		return;
	line->words = (uint32_t)key.nwords;
	line->hash = arena_alloc(arena, (key.nwords + 1) * sizeof *line->hash);
	for (size_t i = 0; i < key.nwords; i++) {
		struct str word = plain_key_words(&key, i, 1);
		uint32_t hash = hash_bytes(word.at, word.len);
		bool is_stop = *stop_slot(stop, hash) != 0;

		line->stop_words += is_stop;
		line->hash[i] = is_stop || word.len < LEAST_WORD ? 0 : hash;
	}
	if (key.nwords > 0 && line->width < 400)
		line->phrase = (uint8_t)read_phrase(&key, line);
}

static void read_characters(struct page_line *line)
{
	const char *at = line->text.at, *end = at + line->text.len;
	bool in_word = false;
	uint32_t ending = 0;

	while (at < end) {
		uint32_t c = utf8_next(&at, end);
		bool word = chars_is_word(c);

		line->first = line->first ? line->first : c;
		line->last = c;
		/* Most characters are in the middle of a word of ASCII. */
		if (word && in_word && c < 0x80) {
			line->width++;
			line->digits += chars_is_digit(c);
			ending = c;
			continue;
		}
		line->width += chars_is_wide(c) ? 2 : 1;
		if (!chars_is_closing(c))
			ending = c;
		line->capitals += word && !in_word && chars_is_upper(c);
		line->digits += chars_is_digit(c);
		line->commas += c == ',' || c == 0x3001 || c == 0xff0c || c == 0x60c;
		line->quotes += c == '"' || c == 0x201c || c == 0x201e || c == 0xab || c == 0x300c;
		line->bar |= c == '|' || c == 0xb7 || c == 0x2022;
		line->arrow |= c == '>' || c == 0xbb || c == 0x203a || c == 0x2192 || c == 0x2190;
		line->copyright |= c == 0xa9 || c == 0xae;
		line->at |= c == '@';
		line->clock |= c == ':' && at < end && chars_is_digit((unsigned char)*at);
		in_word = word;
	}
	line->terminal = chars_is_terminal(ending);
	line->link = str_find(line->text, STR("http")) >= 0 || str_find(line->text, STR("www.")) >= 0;
	line->good = line->width >= 80 && (line->terminal || line->width >= 250);
}

static size_t ending_of(const struct page_line *line)
{
	if (str_ends(line->text, STR("...")) || line->last == 0x2026)
		return 4;
	return line->terminal ? 1 : line->last == ':' ? 2 : line->last == ',' || line->last == ';' ? 3 : 0;
}

static size_t start_of(const struct page_line *line)
{
	uint32_t c = line->first;

	if (chars_is_digit(c))
		return 2;
	if (c == '-' || c == '*' || c == 0x2022 || c == 0x2013 || c == 0xb7)
		return 3;
	if (chars_is_word(c))
		return chars_is_upper(c) || c >= 0x590 ? 0 : 1;
	return c == '"' || c == 0x201c || c == 0x201e || c == 0xab ? 4 : 5;
}

/* Marks lines that stand more than once on the page. */
static void find_repeats(struct arena *arena, struct page_line *lines, size_t count)
{
	size_t size = 64;
	uint32_t *table;

	while (size < count * 2)
		size *= 2;
	table = arena_alloc(arena, size * sizeof *table);
	memset(table, 0, size * sizeof *table);
	for (size_t i = 0; i < count; i++) {
		size_t at = hash_bytes(lines[i].text.at, lines[i].text.len) * 0x9e3779b1u & (size - 1);

		while (table[at] && !str_eq(lines[table[at] - 1].text, lines[i].text))
			at = (at + 1) & (size - 1);
		if (table[at])
			lines[i].repeated = lines[table[at] - 1].repeated = true;
		else
			table[at] = (uint32_t)i + 1;
	}
}

/* In how many good lines a word stands. */
struct word_lines {
	uint32_t hash, last, lines; /* last: number of the line seen last, and 1 */
};

struct word_table {
	struct word_lines *at;
	size_t mask;
};

static struct word_lines *word_slot(const struct word_table *table, uint32_t hash)
{
	size_t at = hash * 0x9e3779b1u >> 7 & table->mask;

	while (table->at[at].hash && table->at[at].hash != hash)
		at = (at + 1) & table->mask;
	return &table->at[at];
}

static struct word_table count_good_words(struct arena *arena, const struct page_line *lines, size_t count)
{
	struct word_table table = { .mask = 63 };
	size_t words = 0;

	for (size_t i = 0; i < count; i++)
		words += lines[i].good ? lines[i].words : 0;
	while (table.mask < 2 * words)
		table.mask = 2 * table.mask + 1;
	table.at = arena_alloc(arena, (table.mask + 1) * sizeof *table.at);
	memset(table.at, 0, (table.mask + 1) * sizeof *table.at);
	for (size_t i = 0; i < count; i++)
		for (uint32_t k = 0; lines[i].good && k < lines[i].words; k++) {
			struct word_lines *slot = lines[i].hash[k] ? word_slot(&table, lines[i].hash[k]) : NULL;

			if (slot && slot->last != i + 1)
				*slot = (struct word_lines){ lines[i].hash[k], (uint32_t)i + 1, slot->lines + 1 };
		}
	return table;
}

/* The share of a line's words that other good lines have, too. */
static double share_with_good(const struct word_table *table, const struct page_line *line)
{
	uint32_t all = 0, shared = 0;

	for (uint32_t k = 0; k < line->words; k++) {
		if (!line->hash[k])
			continue;
		all++;
		shared += word_slot(table, line->hash[k])->lines > (line->good ? 1 : 0);
	}
	return share(shared, all);
}

struct stretch {
	size_t from, to; /* [from, to) */
};

/* The stretch of lines with the largest sum of `worth`. */
static struct stretch best_stretch(const struct page_line *lines, size_t count, double (*worth)(const struct page_line *))
{
	struct stretch best = { 0, 0 };
	double sum = 0, most = 0;
	size_t from = 0;

	for (size_t i = 0; i < count; i++) {
		sum += worth(&lines[i]);
		if (sum <= 0) {
			sum = 0;
			from = i + 1;
		} else if (sum > most) {
			most = sum;
			best = (struct stretch){ from, i + 1 };
		}
	}
	return best;
}

static double good_worth(const struct page_line *line)
{
	return line->good ? fmin(line->width, 600) : -40;
}

static size_t side(struct stretch stretch, size_t i)
{
	return i < stretch.from ? 0 : i < stretch.to ? 1 : 2;
}

static double density(const struct page_line *lines, size_t count, size_t i, size_t reach)
{
	double good = 0, all = 0;

	for (size_t k = i > reach ? i - reach : 0; k < count && k <= i + reach; k++) {
		if (k == i)
			continue;
		all += lines[k].width;
		good += lines[k].good ? lines[k].width : 0;
	}
	return all > 0 ? good / all : 0;
}

static size_t neighbour(const struct page_line *lines, size_t count, size_t i, size_t other)
{
	size_t own = width3(&lines[i]);

	if (other >= count)
		return own * 10 + 9;
	return own * 10 + BUCKET(lines[other].width, 21, 51, 101) * 2 + lines[other].terminal;
}

static void set_own(struct page_line *line)
{
	double stop = share(line->stop_words, line->words);

	line->count = 0;
	set(line, BIAS, 0);
	set(line, WIDTH_END, width_of(line) * 5 + ending_of(line));
	set(line, WIDTH_STOP, width_of(line) * 4 + BUCKET(stop, .05, .2, .35));
	set(line, CAPITALS, BUCKET(share(line->capitals, line->words), .1, .25, .5, .8));
	set(line, DIGITS, BUCKET(share(line->digits, line->width), .001, .05, .15, .3));
	set(line, COMMAS, line->commas);
	set(line, PHRASE, line->phrase);
	set(line, START, start_of(line));
	if (line->bar)
		set(line, BAR, 0);
	if (line->arrow)
		set(line, ARROW, 0);
	if (line->copyright)
		set(line, COPYRIGHT, 0);
	if (line->at)
		set(line, AT, 0);
	if (line->link)
		set(line, LINK, 0);
	if (line->quotes)
		set(line, QUOTES, 0);
	if (line->clock)
		set(line, CLOCK, 0);
	set(line, REPEATED, line->repeated);
}

struct page_shape {
	struct stretch span, main;
	size_t good;
	double chars;
};

static struct page_shape read_page(const struct page_line *lines, size_t count)
{
	struct page_shape page = { .span = { count, count } };

	for (size_t i = 0; i < count; i++) {
		page.chars += lines[i].width;
		if (!lines[i].good)
			continue;
		page.good++;
		if (page.span.from == count)
			page.span.from = i;
		page.span.to = i + 1;
	}
	page.main = best_stretch(lines, count, good_worth);
	return page;
}

void page_features(struct arena *arena, struct page_line *lines, size_t count, const char *lang)
{
	struct stop_set stop;
	struct word_table words;
	struct page_shape page;
	double chars = 0;
	size_t above = SIZE_MAX, under = 0;

	load_stop_words(&stop, lang);
	for (size_t i = 0; i < count; i++) {
		lines[i] = (struct page_line){ .text = lines[i].text };
		read_characters(&lines[i]);
		read_words(arena, &lines[i], &stop);
	}
	find_repeats(arena, lines, count);
	words = count_good_words(arena, lines, count);
	page = read_page(lines, count);
	for (size_t i = 0; i < count; i++) {
		struct page_line *line = &lines[i];

		set_own(line);
		set(line, PLACE, i * 10 / count);
		set(line, CHAR_PLACE, (size_t)(chars * 10 / (page.chars + 1)));
		set(line, SPAN, side(page.span, i) * 3 + width3(line));
		set(line, GOOD_BEFORE, above == SIZE_MAX ? 7 : i - above - 1 < 6 ? i - above - 1 : 6);
		set(line, DENSITY_NEAR, BUCKET(density(lines, count, i, 3), .01, .3, .6, .8, .95));
		set(line, DENSITY_FAR, BUCKET(density(lines, count, i, 10), .01, .3, .6, .8, .95));
		set(line, ABOVE, neighbour(lines, count, i, i ? i - 1 : count));
		set(line, BELOW, neighbour(lines, count, i, i + 1));
		set(line, GOOD_LINES, BUCKET((double)page.good, 1, 3, 8, 20) * 2 + line->good);
		set(line, MAIN, side(page.main, i) * 3 + width3(line));
		set(line, UNDER, under * 3 + width3(line));
		line->shared = share_with_good(&words, line);
		if (line->terminal)
			set(line, SHARED, BUCKET(line->shared, .05, .15, .3, .5));
		chars += line->width;
		if (line->good)
			above = i;
		if (line->phrase == COMMENTS)
			under = 1;
		else if (line->phrase == LINK_LINE && line->width < 36 && under != 1)
			under = 2;
	}
	for (size_t i = count, below = SIZE_MAX; i-- > 0;) {
		set(&lines[i], GOOD_AFTER, below == SIZE_MAX ? 7 : below - i - 1 < 6 ? below - i - 1 : 6);
		if (lines[i].good)
			below = i;
	}
}

static size_t score_of(const struct page_line *lines, size_t count, size_t i)
{
	return i < count ? BUCKET(lines[i].score, -3, -1.5, -.5, .5, 1.5, 3) : 7;
}

static double mean_score(const struct page_line *lines, size_t count, size_t i, size_t reach)
{
	double sum = 0;
	size_t n = 0;

	for (size_t k = i > reach ? i - reach : 0; k < count && k <= i + reach; k++)
		if (k != i) {
			sum += fmax(-4, fmin(4, lines[k].score));
			n++;
		}
	return n ? sum / (double)n : 0;
}

static double score_worth(const struct page_line *line)
{
	return fmax(-2, fmin(3, line->score));
}

void page_features_around(struct page_line *lines, size_t count)
{
	struct stretch best = best_stretch(lines, count, score_worth);

	for (size_t i = 0; i < count; i++) {
		struct page_line *line = &lines[i];

		set(line, OWN, BUCKET(line->score, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5));
		set(line, UP_ONE, score_of(lines, count, i ? i - 1 : count));
		set(line, DOWN_ONE, score_of(lines, count, i + 1));
		set(line, UP_TWO, score_of(lines, count, i > 1 ? i - 2 : count));
		set(line, DOWN_TWO, score_of(lines, count, i + 2));
		set(line, NEAR, BUCKET(mean_score(lines, count, i, 3), -3, -2, -1, -.5, 0, .5, 1, 2, 3));
		set(line, FAR, BUCKET(mean_score(lines, count, i, 8), -3, -2, -1, -.5, 0, .5, 1, 2, 3));
		set(line, BEST, side(best, i) * 4 + BUCKET(line->score, -2, 0, 2));
	}
}
