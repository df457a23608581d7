/*
 * lang: which language a text is in. Looks at 4 KiB of it at most. The script comes first; CLD2
 * and, for Latin and Cyrillic script, small models of our own (lang_model.h) weigh together.
 * Without CLD2 languages that the models do not know are "und".
 */
#ifndef LEAT_EXTRACT_LANG_H
#define LEAT_EXTRACT_LANG_H

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

#endif
