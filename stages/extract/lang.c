#include "extract/lang.h"

#include "extract/cld2_shim.h"

#include <stdio.h>

/* CLD2's codes that are not BCP 47 as we write it. */
static const struct {
	char cld2[8], ours[8];
} codes[] = {
	{ "bh", "bho" },     { "in", "id" }, { "iw", "he" },   { "ji", "yi" },       { "jw", "jv" },
	{ "mo", "ro" },      { "no", "nb" }, { "sh", "sr" },   { "tl", "fil" },      { "un", "und" },
	{ "zh-TW", "zh-Hant" },
};

static void set_code(char *out, size_t size, const char *cld2)
{
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		if (strcmp(codes[i].cld2, cld2) == 0)
			cld2 = codes[i].ours;
	snprintf(out, size, "%s", cld2);
}

/* `text` up to the limit, without a cut character at its end. */
static struct str shorten(struct str text)
{
	if (text.len <= LANG_MAX_BYTES)
		return text;
	text.len = LANG_MAX_BYTES;
	while (text.len > LANG_MAX_BYTES - 4 && ((unsigned char)text.at[text.len] & 0xc0) == 0x80)
		text.len--;
	return text;
}

void lang_detect(struct str text, struct lang_result *out)
{
	struct cld2_result guess;

	text = shorten(text);
	*out = (struct lang_result){ .lang = "und" };
	snprintf(out->script, sizeof out->script, "%s", lang_script(text));
	if (text.len == 0 || !cld2_guess(text.at, text.len, &guess))
		return;
	set_code(out->lang, sizeof out->lang, guess.code[0]);
	if (strcmp(out->lang, "und") != 0)
		out->score = guess.percent[0] / 100.0 * (guess.reliable ? 1 : 0.5);
	if (guess.percent[1] > 0 && strcmp(guess.code[1], "un") != 0) {
		set_code(out->second, sizeof out->second, guess.code[1]);
		out->second_score = guess.percent[1] / 100.0;
	}
}
