/*
 * lang: which language a text is in. Looks at 4 KiB of it at most. The script comes first; CLD2
 * and, for Latin and Cyrillic script, small models of our own (lang_model.h) weigh together.
 * Without CLD2 languages that the models do not know are "und".
 */
#ifndef LEAT_EXTRACT_LANG_H
#define LEAT_EXTRACT_LANG_H

#include "base/arena.h"
#include "base/str.h"

#define LANG_MAX_BYTES 4096

struct lang_result {
	char lang[16]; /* BCP 47: "nb", "zh-Hant"; "und" where nothing fits */
	char script[5]; /* ISO 15924 of most letters: "Latn"; "Zyyy" without letters */
	char second[16]; /* the runner-up, "" if there is none */
	double score; /* 0..1 */
	double second_score;
};

/* Fills *out for clean UTF-8. */
void lang_detect(struct str text, struct lang_result *out);

/* The script of most letters of `text`, as ISO 15924; "Jpan" and "Kore" for text with kana
 * and Hangul, "Hani" for Han alone, "Zyyy" if there is no letter. */
const char *lang_script(struct str text);

/* Cyrillic text without the Latin letters that stand in its words in place of Cyrillic ones that
 * look the same. `out` has room for twice the text. */
struct str lang_unmix(struct str text, char *out);

/* A run of paragraphs in one language. */
struct lang_span {
	size_t at, len; /* code points */
	char lang[16];
	double score; /* of its longest paragraph */
};

/* Cuts `text` (paragraphs parted by empty lines) into runs of one language. A paragraph too short
 * or too doubtful to tell goes with the one before it, at the start with the one after. Memory
 * is the arena's; returns how many, 0 only for a text without paragraphs. */
size_t lang_spans(struct arena *arena, struct str text, struct lang_span **out);

#endif
