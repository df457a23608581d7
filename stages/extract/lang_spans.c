#include "extract/lang.h"
#include "text/utf8.h"

#include <stdio.h>

/* A paragraph below these goes with its neighbour. */
#define LEAST_BYTES 60
#define LEAST_SCORE 0.6

struct paragraph {
	struct str text;
	size_t at, len; /* code points */
};

/* The next paragraph at or behind *at. */
static bool next_paragraph(struct str text, size_t *at, struct str *out)
{
	ptrdiff_t stop;

	while (*at < text.len && text.at[*at] == '\n')
		++*at;
	if (*at >= text.len)
		return false;
	*out = str_from(text.at + *at, text.len - *at);
	stop = str_find(*out, STR("\n\n"));
	if (stop >= 0)
		out->len = (size_t)stop;
	*at += out->len;
	return true;
}

static size_t count_paragraphs(struct str text)
{
	struct str paragraph;
	size_t count = 0;

	for (size_t at = 0; next_paragraph(text, &at, &paragraph);)
		count++;
	return count;
}

static bool is_clear(struct str paragraph, const struct lang_result *found)
{
	return paragraph.len >= LEAST_BYTES && found->score >= LEAST_SCORE && strcmp(found->lang, "und") != 0;
}

size_t lang_spans(struct arena *arena, struct str text, struct lang_span **out)
{
	struct lang_span *spans = arena_alloc(arena, (count_paragraphs(text) + 1) * sizeof *spans);
	size_t count = 0, points = 0, seen = 0, longest = 0;
	struct str paragraph;

	for (size_t at = 0; next_paragraph(text, &at, &paragraph);) {
		size_t start, len = utf8_count(paragraph), begin = (size_t)(paragraph.at - text.at);
		struct lang_span *last = count ? &spans[count - 1] : NULL;
		struct lang_result found = { .lang = "und" };
		bool clear;

		points += utf8_count(str_from(text.at + seen, begin - seen));
		start = points;
		points += len;
		seen = at;
		if (paragraph.len >= LEAST_BYTES || !last)
			lang_detect(paragraph, &found);
		clear = is_clear(paragraph, &found);
		if (last && (!clear || strcmp(last->lang, found.lang) == 0 || longest == 0)) {
			last->len = start + len - last->at;
			if (clear && paragraph.len > longest) {
				snprintf(last->lang, sizeof last->lang, "%s", found.lang);
				last->score = found.score;
				longest = paragraph.len;
			}
			continue;
		}
		spans[count] = (struct lang_span){ .at = start, .len = len, .score = found.score };
		snprintf(spans[count++].lang, sizeof spans->lang, "%s", found.lang);
		longest = clear ? paragraph.len : 0;
	}
	*out = spans;
	return count;
}
