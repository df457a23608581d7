#include "extract/lang.h"
#include "extract/page.h"
#include "extract/plain_parts.h"

/* The language is that of the longest stretch of running text. */
static struct str sample(const struct plain_text *text)
{
	struct str longest = STR("");

	for (size_t i = 0; i < text->count; i++)
		if (text->at[i].text.len > longest.len)
			longest = text->at[i].text;
	return longest;
}

void plain_cut_page(struct arena *arena, struct str whole, struct plain_text *text)
{
	struct page_line *lines = arena_alloc(arena, (text->count + 1) * sizeof *lines);
	struct lang_result lang;

	lang_detect(whole.len < LANG_MAX_BYTES ? whole : sample(text), &lang);
	for (size_t i = 0; i < text->count; i++)
		lines[i].text = text->at[i].text;
	page_score(arena, lines, text->count, lang.lang);
	for (size_t i = 0; i < text->count; i++)
		if (text->at[i].role == PLAIN_BODY && lines[i].score <= 0)
			plain_mark_cut(&text->at[i], "page");
}
