/*
 * repair_score (internal to repair): is this sequence of characters mojibake? Scores are in
 * tenths; about 25 is where one sequence alone is beyond doubt.
 */
#ifndef LEAT_TEXT_REPAIR_SCORE_H
#define LEAT_TEXT_REPAIR_SCORE_H

#include "text/repair.h"

enum {
	SCORE_SURE = 25, /* mended alone, or as the sum of a window */
	SCORE_COMPANY = 5, /* mended in a window that is sure */
	SCORE_SURE_WINDOW = 40, /* mends even sequences that lost a byte */
	SCORE_LOSSY = -5,
	SCORE_CONSISTENT = -10, /* mended in such a window where nothing else is left of the code page */
};

struct repair_point {
	uint32_t c;
	uint16_t id; /* into repair_chars */
};

struct repair_sequence {
	uint16_t at, len; /* points */
	bool spaced; /* a space stands for the byte A0 */
	bool asked; /* a "?" stands for a byte */
	int16_t score;
	uint32_t result;
};

/* Reads the sequence of `codec` that begins at points[at]. False if there is none. */
bool repair_sequence_at(const struct repair_point *points, size_t count, size_t at, unsigned codec,
	struct repair_sequence *out);

/* Scores sequences[i]. Its neighbours in the list are sequences of the same code page. Scripts
 * at home in the window (bits of `home`, from repair_home) need no neighbour of their own. */
int repair_score(const struct repair_point *points, size_t count, unsigned codec,
	const struct repair_sequence *sequences, size_t n, size_t i, unsigned home);

/* The scripts that several sure sequences are in. Their scores are set. */
unsigned repair_home(const struct repair_sequence *sequences, size_t n);

#endif
