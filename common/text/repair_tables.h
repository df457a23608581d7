/*
 * repair_tables: generated/repair_tables.c, for repair*.c only. What it is made from, and why
 * the weights are what they are: generated/gen_repair.py.
 */
#ifndef LEAT_TEXT_REPAIR_TABLES_H
#define LEAT_TEXT_REPAIR_TABLES_H

#include <stdint.h>

enum {
	REPAIR_CODECS = 9,
	REPAIR_INDEXED = 0x2800, /* no code page has a character from here on that matters */
	REPAIR_NO_LEAD = -128,
};

/* What a character is where it stands for a continuation byte. */
enum repair_class {
	REPAIR_LETTER, /* of a word, rarely beside the letters that lead bytes become */
	REPAIR_PUNCTUATION, /* beyond ASCII, and the no-break space: behind any word */
	REPAIR_SIGN, /* other signs that genuine text is full of */
	REPAIR_BOX, /* box drawing: beside each other in genuine tables */
	REPAIR_ODD, /* signs that hardly ever follow a letter */
	REPAIR_CONTROL, /* C1 */
};

/* One character of the code pages. */
struct repair_char {
	uint8_t byte[REPAIR_CODECS]; /* 0: the code page does not have it */
	uint8_t class;
	uint8_t upper; /* an upper-case letter */
	/* Code pages, a bit each, where it can lead a sequence, lead one of three and more, and
	 * continue one. */
	uint16_t lead, long_lead, follow;
};

/* Entry 0 stands for all characters that no code page has. */
extern const struct repair_char repair_chars[];
/* Two levels by code point below REPAIR_INDEXED: blocks of 64. */
extern const uint8_t repair_index[REPAIR_INDEXED / 64];
extern const uint16_t repair_block[];

extern const char *const repair_codec_names[REPAIR_CODECS];
/* Tenths; how likely a lead byte 0xC2 to 0xF4 is in mojibake of that code page. */
extern const int8_t repair_lead[REPAIR_CODECS][0x100];

static inline unsigned repair_id(uint32_t c)
{
	return c < REPAIR_INDEXED ? repair_block[repair_index[c >> 6] * 64u + (c & 63)] : 0;
}

#endif
