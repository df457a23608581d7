#include "translated_anchor.h"

#include "text/utf8.h"
#include "translated_chars.h"
#include "translated_lexicon.h"
#include "translated_number.h"
#include "translated_script.h"
#include "translated_skeleton.h"

#include <string.h>
#include <xxhash.h>

#include "dedup/generated/translated_prior.inc"

enum {
	WORD_LETTERS = 64,
	NAME_LETTERS = 6,
	ADDRESS_MIN = 4, /* letters of what names something */
	ADDRESS_MAX = 200, /* that tell */
	OCCURRENCES = 2, /* of one anchor that are kept */
	HEADLINE = 160 * 20, /* in UNIT: a line of running text is longer, or ends with a sentence */
	LABEL = 24 * 20, /* in UNIT: one that is no longer, and no sentence, is of a menu */
	LABEL_BYTES = 96, /* and not longer than this in any script */
	SKELETON_SHARE = 104, /* of 160 */
	SENTENCE_START = 64, /* of 160: any word may be capitalised there */
	FULL = 160,
	CONCEPT_SHARE = 128, /* of 160 */
	POSITION_MAX = UINT16_MAX * 4 * 20, /* in UNIT: where positions end */
};

struct reader {
	struct translated_scratch *scratch;
	const char *begin, *at, *end;
	uint32_t position; /* in UNIT */
	bool sentence_start;
	size_t count;
	uint32_t letters[SCRIPT_COUNT]; /* of each script */
	uint32_t line_position; /* where the line began */
	bool line_ends_sentence; /* as far as it is read; with sentence_start */
	/* As they were behind the last line of running text; 0 without one. */
	size_t running_count;
	uint32_t running_position;
};

unsigned translated_prior(uint32_t hash)
{
	unsigned bucket = hash >> 12;
	uint32_t i = prior_starts[bucket];

	while (i < prior_starts[bucket + 1] && prior[i] >> 8 < hash)
		i++;
	return i < prior_starts[bucket + 1] && prior[i] >> 8 == hash ? prior[i] & 63 : 0;
}

/* The place of the first anchor of that hash in scratch->slots, or the free place for it. */
static uint16_t *slot_of(struct translated_scratch *scratch, uint32_t hash)
{
	uint32_t i = hash * 0x9e3779b1u >> (32 - TRANSLATED_SLOTS_LOG2);

	while (scratch->slots[i] && scratch->found[scratch->slots[i] - 1].hash != hash)
		i = (i + 1) % (1 << TRANSLATED_SLOTS_LOG2);
	return &scratch->slots[i];
}

static uint32_t hash_of(enum translated_kind kind, const char *letters, size_t count)
{
	return anchor_hash(XXH3_64bits_withSeed(letters, count, (XXH64_hash_t)kind), kind);
}

/* From `from` to where the reader stands. */
static void add(struct reader *reader, const char *from, uint32_t position, uint32_t hash, unsigned share)
{
	struct anchor *found = reader->scratch->found, *first;
	uint16_t *slot = slot_of(reader->scratch, hash);
	unsigned weight;

	if (reader->count == TRANSLATED_FOUND_MAX)
		return;
	if (!*slot)
		found[reader->count] = (struct anchor){ .prior_weight = prior_weights[translated_prior(hash)] };
	first = &found[*slot ? *slot - 1u : reader->count];
	weight = first->prior_weight * share / FULL;
	first->weight = weight > first->weight ? (uint8_t)weight : first->weight;
	if (*slot && first->times == OCCURRENCES)
		return;
	first->times++;
	position /= 4 * UNIT;
	first->hash = hash;
	found[reader->count].hash = hash;
	found[reader->count].first = (uint16_t)(first - found);
	found[reader->count].position = (uint16_t)(position > UINT16_MAX ? UINT16_MAX : position);
	found[reader->count].from = (uint32_t)(from - reader->begin);
	found[reader->count].to = (uint32_t)(reader->at - reader->begin);
	reader->count++;
	if (!*slot)
		*slot = (uint16_t)reader->count;
}

static void read_number(struct reader *reader)
{
	const char *from = reader->at;
	uint32_t position = reader->position;
	struct number number;

	translated_number(reader->at, reader->end, &number);
	reader->at += number.bytes;
	reader->position += (uint32_t)number.characters * UNIT;
	if (number.count >= 2)
		add(reader, from, position, hash_of(TRANSLATED_NUMBER, number.digits, number.count),
		    number.count >= 4 ? FULL : (unsigned)number.count * FULL / 5);
	reader->sentence_start = false;
}

static bool in_address(char c)
{
	return (unsigned char)c > ' ' && (unsigned char)c < 0x80 && !strchr("\"'<>()[]{}|,;?#", c);
}

/* Where a web address or the name behind an @ ends: its queries, and marks of the sentence behind it, are none of it. */
static const char *address_end(const char *at, const char *end)
{
	const char *last = at;

	for (; at < end && in_address(*at); at++)
		if (!strchr(".:!/", *at))
			last = at + 1;
	return last;
}

/* `begin` is where the part that tells begins. False, and nothing read, where there is too little of it. */
static bool read_address(struct reader *reader, const char *begin)
{
	const char *from = reader->at, *end = address_end(begin, reader->end);
	char folded[ADDRESS_MAX];
	size_t length = 0;
	uint32_t position = reader->position;

	if (end - begin < ADDRESS_MIN)
		return false;
	for (const char *at = begin; at < end && length < ADDRESS_MAX; at++)
		folded[length++] = (char)(*at >= 'A' && *at <= 'Z' ? *at | 0x20 : *at);
	reader->position += (uint32_t)(end - reader->at) * UNIT;
	reader->at = end;
	add(reader, from, position, hash_of(TRANSLATED_NAME, folded, length), FULL);
	reader->sentence_start = false;
	return true;
}

/* At "://", "www." or "@". */
static bool read_if_address(struct reader *reader)
{
	const char *at = reader->at;
	size_t left = (size_t)(reader->end - at);

	if (*at == '@')
		return read_address(reader, at + 1);
	if (*at == ':' && left > 3 && memcmp(at, "://", 3) == 0) {
		at += 3;
		left -= 3;
		at += left > 4 && memcmp(at, "www.", 4) == 0 ? 4 : 0;
		return read_address(reader, at);
	}
	return *at == 'w' && left > 4 && memcmp(at, "www.", 4) == 0 && read_address(reader, at + 4);
}

struct word {
	char letters[WORD_LETTERS + TRANSLATED_LETTERS];
	size_t count, length; /* letters, characters */
	unsigned upper;
	uint32_t units;
	bool capital;
	enum unicode_script script;
	const char *from;
	uint32_t position;
	uint32_t key; /* of the lexicon */
};

static void word_begin(struct word *word, const struct reader *reader)
{
	word->count = word->length = 0;
	word->upper = 0;
	word->units = word->key = 0;
	word->capital = false;
	word->script = SCRIPT_COMMON;
	word->from = reader->at;
	word->position = reader->position;
}

/* The character before, where words are not set apart. */
struct solid {
	uint32_t c; /* 0: none */
	const char *at;
	uint32_t position;
};

static void add_concept(struct reader *reader, const char *from, uint32_t position, uint32_t key)
{
	unsigned concept = translated_concept(key);

	if (concept)
		add(reader, from, position, anchor_hash(concept * UINT64_C(0x9e3779b97f4a7c15) >> 40, TRANSLATED_CONCEPT), CONCEPT_SHARE);
}

static void add_name(struct reader *reader, const struct word *word, unsigned share)
{
	add(reader, word->from, word->position,
	    hash_of(TRANSLATED_NAME, word->letters, word->count < NAME_LETTERS ? word->count : NAME_LETTERS), share);
}

static void add_skeleton(struct reader *reader, const struct word *word, size_t skip, unsigned share)
{
	char classes[SKELETON_LONG];
	size_t count = skeleton(word->letters + skip, word->count - skip, classes, SKELETON_LONG);

	if (count >= SKELETON_SHORT)
		add(reader, word->from, word->position, hash_of(TRANSLATED_SKELETON, classes, SKELETON_SHORT), share * SKELETON_SHARE / FULL);
	if (count >= SKELETON_LONG)
		add(reader, word->from, word->position, hash_of(TRANSLATED_SKELETON, classes, SKELETON_LONG), share * SKELETON_SHARE / FULL);
}

/* What begins with a small letter is no name, and ideographs and hiragana tell no sounds. */
static bool has_names(const struct word *word)
{
	return script_is_cased(word->script) ? word->capital : word->script != SCRIPT_HAN && word->script != SCRIPT_HIRAGANA;
}

/* Takes in a letter or mark; false where another word begins, or none is. */
static bool word_takes(struct word *word, uint32_t c)
{
	const struct unicode_row *row = unicode_row(c);
	enum unicode_script script = (enum unicode_script)row->script;

	if (!(row->flags & (UNICODE_LETTER | UNICODE_MARK)) && c != 0x200c && c != 0x200d)
		return false;
	if (script != SCRIPT_COMMON && script != SCRIPT_INHERITED) {
		if (word->script != SCRIPT_COMMON && word->script != script)
			return false;
		word->script = script;
	}
	if (word->length == 0)
		word->capital = row->fold != 0;
	if (word->count < WORD_LETTERS && has_names(word))
		word->count += translated_letters(c, word->letters + word->count);
	if (word->length < LEXICON_LETTERS)
		word->key = lexicon_key(word->key, c + (uint32_t)row->fold);
	word->upper += row->fold != 0;
	word->length++;
	word->units += script_units(script);
	return true;
}

/* The same for most letters of most texts. */
static bool word_takes_ascii(struct word *word, uint32_t c)
{
	if ((c | 0x20) - 'a' > 'z' - 'a' || (word->script != SCRIPT_LATIN && word->script != SCRIPT_COMMON))
		return false;
	word->script = SCRIPT_LATIN;
	if (word->length == 0)
		word->capital = c < 'a';
	if (word->length < LEXICON_LETTERS)
		word->key = lexicon_key(word->key, c | 0x20);
	if (word->count < WORD_LETTERS && word->capital)
		word->letters[word->count++] = (char)(c | 0x20);
	word->upper += c < 'a';
	word->length++;
	word->units += UNIT;
	return true;
}

static void add_two(struct reader *reader, const struct word *word, struct solid *last, uint32_t c, const char *at)
{
	if (last->c)
		add_concept(reader, last->at, last->position, lexicon_key(lexicon_key(0, last->c), c));
	*last = (struct solid){ c, at, word->position + word->units };
}

/* Takes the anchors of a word that ends where the reader stands. */
static void end_word(struct reader *reader, const struct word *word)
{
	unsigned share = reader->sentence_start ? SENTENCE_START : FULL;

	reader->position += word->units;
	reader->letters[word->script] += (uint32_t)word->length;
	reader->sentence_start = false;
	if (word->length >= LEXICON_SHORTEST && script_class(word->script) != CLASS_SOLID)
		add_concept(reader, word->from, word->position, word->key);
	if (script_is_cased(word->script) ? !word->capital : word->count == 0)
		return;
	if (word->script == SCRIPT_LATIN && word->length >= 2 && word->upper == word->length)
		add_name(reader, word, word->length >= 3 ? FULL : FULL / 2);
	else if (word->script == SCRIPT_LATIN && word->length >= 3)
		add_name(reader, word, share);
	add_skeleton(reader, word, word->script == SCRIPT_ARABIC ? arabic_prefix(word->letters, word->count) : 0, script_is_cased(word->script) ? share : FULL);
	if (word->script == SCRIPT_HEBREW && word->count > 4 && strchr("hblmwsk", word->letters[0]))
		add_skeleton(reader, word, 1, FULL);
}

static void read_word(struct reader *reader)
{
	struct word word; /* its letters are many */
	struct solid last = { 0, NULL, 0 };

	word_begin(&word, reader);
	while (reader->at < reader->end) {
		const char *at = reader->at, *next = at;
		uint32_t c = utf8_next(&next, reader->end);

		if (!(c < 0x80 ? word_takes_ascii(&word, c) : word_takes(&word, c)))
			break;
		reader->at = next;
		if (script_class(word.script) == CLASS_SOLID)
			add_two(reader, &word, &last, c, at);
	}
	word.letters[word.count] = 0;
	end_word(reader, &word);
}

static bool is_ascii_letter(char c)
{
	return (unsigned)(c | 0x20) - 'a' <= 'z' - 'a';
}

static uint32_t ascii_key(const char *from, size_t length)
{
	uint32_t key = 0;

	for (size_t i = 0; i < LEXICON_LETTERS && i < length; i++)
		key = lexicon_key(key, (unsigned char)from[i] | 0x20);
	return key;
}

static void read_ascii_name(struct reader *reader, size_t length)
{
	struct word word;

	word_begin(&word, reader);
	word.script = SCRIPT_LATIN;
	word.capital = true;
	word.length = length;
	word.units = (uint32_t)length * UNIT;
	word.key = ascii_key(word.from, length);
	word.count = length < WORD_LETTERS ? length : WORD_LETTERS;
	for (size_t i = 0; i < word.count; i++)
		word.letters[i] = (char)(word.from[i] | 0x20);
	for (size_t i = 0; i < length; i++)
		word.upper += word.from[i] < 'a';
	word.letters[word.count] = 0;
	reader->at += length;
	end_word(reader, &word);
}

/* Most words of most texts: with a small letter first it is no name. False where it goes on with other letters. */
static bool read_ascii_word(struct reader *reader)
{
	const char *from = reader->at, *at = from;
	uint32_t position = reader->position;

	while (at < reader->end && is_ascii_letter(*at))
		at++;
	if (at < reader->end && (unsigned char)*at >= 0x80)
		return false;
	if (*from < 'a') {
		read_ascii_name(reader, (size_t)(at - from));
		return true;
	}
	reader->at = at;
	reader->position += (uint32_t)(at - from) * UNIT;
	reader->letters[SCRIPT_LATIN] += (uint32_t)(at - from);
	reader->sentence_start = false;
	if (at - from >= LEXICON_SHORTEST)
		add_concept(reader, from, position, ascii_key(from, (size_t)(at - from)));
	return true;
}

static void end_line(struct reader *reader)
{
	if ((reader->sentence_start && reader->line_ends_sentence) || reader->position - reader->line_position > HEADLINE) {
		reader->running_count = reader->count;
		reader->running_position = reader->position;
	}
	reader->line_position = reader->position;
	reader->line_ends_sentence = false;
	reader->sentence_start = true;
}

/* A label is passed over. */
static void begin_line(struct reader *reader)
{
	size_t left = (size_t)(reader->end - reader->at);
	const char *at = reader->at, *end = memchr(at, '\n', left < LABEL_BYTES ? left : LABEL_BYTES);
	uint32_t length = 0;
	bool sentence = false;

	if (!end)
		return;
	while (at < end) {
		uint32_t c = utf8_next(&at, end);
		const struct unicode_row *row = unicode_row(c);

		if (row->flags & UNICODE_TERMINAL)
			sentence = true;
		else if (row->flags & (UNICODE_LETTER | UNICODE_DIGIT))
			sentence = false;
		length += script_units((enum unicode_script)row->script);
	}
	if (!sentence && length <= LABEL)
		reader->at = end;
}

/* What is neither letter nor digit. */
static void pass_mark(struct reader *reader, const char *next, uint32_t c, unsigned flags)
{
	reader->at = next;
	if (c == '\n') {
		end_line(reader);
		begin_line(reader);
		return;
	}
	if (flags & UNICODE_TERMINAL || c == ':' || c == 0x2026) {
		reader->sentence_start = true;
		reader->line_ends_sentence = (flags & UNICODE_TERMINAL) != 0;
	}
	reader->position += UNIT;
}

static void read_next(struct reader *reader)
{
	const char *next = reader->at;
	uint32_t c;
	unsigned flags;

	if (*next == ' ') {
		reader->position += UNIT;
		reader->at++;
		return;
	}
	if ((*next == '@' || *next == ':' || *next == 'w') && read_if_address(reader))
		return;
	if (is_ascii_letter(*next) && read_ascii_word(reader))
		return;
	c = utf8_next(&next, reader->end);
	flags = unicode_flags(c);
	if (translated_digit(c) >= 0)
		read_number(reader);
	else if (flags & UNICODE_LETTER)
		read_word(reader);
	else
		pass_mark(reader, next, c, flags);
}

/* Reads as far as `limit`, in UNIT. */
static void read_until(struct reader *reader, struct translated_scratch *scratch, struct str text, uint32_t limit)
{
	*reader = (struct reader){ .scratch = scratch, .begin = text.at, .at = text.at, .end = text.at + text.len, .sentence_start = true };
	memset(scratch->slots, 0, sizeof scratch->slots);
	begin_line(reader);
	while (reader->at < reader->end && reader->count < TRANSLATED_FOUND_MAX && reader->position < limit)
		read_next(reader);
}

size_t translated_find_until(struct translated_scratch *scratch, struct str text, uint16_t position)
{
	struct reader reader;

	read_until(&reader, scratch, text, (position + 1u) * 4 * UNIT);
	return reader.count;
}

struct anchors translated_find(struct translated_scratch *scratch, struct str text)
{
	struct reader reader;
	enum unicode_script script;
	uint32_t length;

	read_until(&reader, scratch, text, POSITION_MAX);
	end_line(&reader);
	if (reader.running_count > 0) {
		reader.count = reader.running_count;
		reader.position = reader.running_position;
	}
	length = reader.position / (4 * UNIT) + 1;
	script = script_of_most(reader.letters);
	return (struct anchors){ reader.count, (uint16_t)(length > UINT16_MAX ? UINT16_MAX : length), script_class(script), script };
}
