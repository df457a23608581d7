#include "extract/html_phrase.h"
#include "text/utf8.h"

#include <stdbool.h>
#include <string.h>

#define ONE(NAME) (1u << HTML_PHRASE_##NAME)

static const struct {
	uint16_t kinds;
	const char *text; /* phrases in small letters, a comma between */
} lists[] = {
#include "extract/html_phrase.inc"
};

/* Small letter of a code point beyond ASCII, for the scripts that have capitals and are common. */
static uint32_t fold(uint32_t c)
{
	if ((c >= 0xc0 && c <= 0xde && c != 0xd7) || (c >= 0x391 && c <= 0x3a9) || (c >= 0x410 && c <= 0x42f))
		return c + 32;
	if (c >= 0x400 && c <= 0x40f)
		return c + 80;
	if (c >= 0x100 && c <= 0x17f && c != 0x130 && c != 0x131)
		return c < 0x139 || (c >= 0x14a && c < 0x178) ? c | 1 : c + (c & 1 && c != 0x17f);
	return c;
}

static bool is_word(uint32_t c)
{
	if (c < 0xc0)
		return c == 0xa9 || c == 0xaa || c == 0xb5 || c == 0xba;
	return !(c >= 0x2000 && c <= 0x2bff) && !(c >= 0x3000 && c <= 0x3004) && !(c >= 0x3008 && c <= 0x3020) &&
	       !(c >= 0xff00 && c <= 0xff0f) && !(c >= 0xff1a && c <= 0xff20) && c != 0xd7 && c != 0xf7 &&
	       c != 0x60c && c != 0x61f && c != 0x30fb && !(c >= 0xe000 && c <= 0xf8ff) && c != 0xfeff && c < 0x1f000;
}

static uint32_t mix(uint32_t hash, uint32_t c)
{
	return (hash ^ c) * 0x9e3779b1u + 0x85ebca6bu;
}

/* Small letters and digits by their byte; 0 for what ends a word. */
#define L(c) [c] = (c) + 32, [(c) + 32] = (c) + 32
#define D(c) [c] = c
static const uint8_t ascii_words[128] = {
	L('A'), L('B'), L('C'), L('D'), L('E'), L('F'), L('G'), L('H'), L('I'), L('J'), L('K'), L('L'), L('M'),
	L('N'), L('O'), L('P'), L('Q'), L('R'), L('S'), L('T'), L('U'), L('V'), L('W'), L('X'), L('Y'), L('Z'),
	D('0'), D('1'), D('2'), D('3'), D('4'), D('5'), D('6'), D('7'), D('8'), D('9'),
};
#undef L
#undef D

uint32_t html_next_word(const char **at, const char *end)
{
	const char *p = *at;
	uint32_t hash = 0;

	while (p < end) {
		unsigned char byte = (unsigned char)*p;

		if (byte < 0x80) {
			if (ascii_words[byte])
				hash = mix(hash, ascii_words[byte]);
			else if (hash)
				break;
			p++;
			continue;
		}
		const char *next = p;
		uint32_t c = utf8_next(&next, end);

		if (is_word(c))
			hash = mix(hash, fold(c));
		else if (hash)
			break;
		p = next;
	}
	*at = p;
	return hash;
}

static uint32_t join(uint32_t before, uint32_t word)
{
	return (before ^ word) * 0xc2b2ae35u + 0x27d4eb2fu;
}

static uint16_t look_up(const struct html_phrases *phrases, uint32_t hash)
{
	if (!(phrases->present[hash >> 22] >> (hash >> 16 & 63) & 1))
		return 0;
	for (uint32_t i = hash >> 20;; i = (i + 1) % HTML_PHRASE_SLOTS)
		if (phrases->slots[i].hash == hash || phrases->slots[i].kinds == 0)
			return phrases->slots[i].hash == hash ? phrases->slots[i].kinds : 0;
}

static void add_phrase(struct html_phrases *phrases, struct str text, uint16_t kinds)
{
	const char *at = text.at, *end = text.at + text.len;
	uint32_t hash = 0, word;

	while ((word = html_next_word(&at, end)) != 0)
		hash = hash ? join(hash, word) : word;
	uint32_t i = hash >> 20;
	while (phrases->slots[i].kinds && phrases->slots[i].hash != hash)
		i = (i + 1) % HTML_PHRASE_SLOTS;
	phrases->slots[i].hash = hash;
	phrases->present[hash >> 22] |= (uint64_t)1 << (hash >> 16 & 63);
	phrases->slots[i].kinds |= kinds;
}

void html_phrases_init(struct html_phrases *phrases)
{
	memset(phrases, 0, sizeof *phrases);
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		const char *at = lists[i].text;

		while (*at) {
			size_t len = strcspn(at, ",");

			add_phrase(phrases, str_from(at, len), lists[i].kinds);
			at += len + (at[len] == ',');
		}
	}
}

void html_phrases_find(const struct html_phrases *phrases, const uint32_t *words, unsigned count,
		       struct html_phrase_hits *hits)
{
	uint32_t open[HTML_PHRASE_PARTS] = { 0 }; /* hashes of the phrases that end here, by length */
	uint16_t last_start = 0;
	unsigned longest = 0;

	*hits = (struct html_phrase_hits){ 0 };
	count = count < HTML_PHRASE_WORDS ? count : HTML_PHRASE_WORDS;
	for (unsigned i = 0; i < count; i++) {
		for (unsigned parts = HTML_PHRASE_PARTS - 1; parts > 0; parts--)
			open[parts] = open[parts - 1] ? join(open[parts - 1], words[i]) : 0;
		open[0] = words[i];
		for (unsigned parts = 0; parts < HTML_PHRASE_PARTS && open[parts]; parts++) {
			uint16_t kinds = look_up(phrases, open[parts]);

			if (!kinds)
				continue;
			hits->any |= kinds;
			hits->count++;
			if (parts == i) {
				hits->start |= kinds;
				last_start = kinds;
				longest = i + 1;
			}
		}
	}
	if (longest == count)
		hits->whole = last_start;
}
