#include "extract/plain.h"

#include "extract/plain_parts.h"
#include "text/utf8.h"

static bool is_kept(const struct plain_paragraph *p)
{
	return p->role == PLAIN_BODY || p->role == PLAIN_HEADING;
}

static void allocate(struct arena *arena, const struct plain_text *text, struct plain_result *result)
{
	size_t captions = 0, headings = 0, cuts = 0;

	for (size_t i = 0; i < text->count; i++) {
		captions += text->at[i].role == PLAIN_CAPTION;
		headings += text->at[i].role == PLAIN_HEADING;
		cuts += text->at[i].role == PLAIN_CUT;
		cuts += text->at[i].prefix.len > 0;
	}
	result->captions = arena_alloc(arena, (captions + 1) * sizeof *result->captions);
	result->headings = arena_alloc(arena, (headings + 1) * sizeof *result->headings);
	result->cuts = arena_alloc(arena, (cuts + 1) * sizeof *result->cuts);
}

/* Adds a paragraph; where text was hard-wrapped its lines become one. */
static size_t put(char *out, struct str s, bool unwrap)
{
	size_t len = 0;

	if (!unwrap || !memchr(s.at, '\n', s.len)) {
		memcpy(out, s.at, s.len);
		return s.len;
	}
	while (s.len > 0) {
		const char *stop = memchr(s.at, '\n', s.len);
		struct str line = str_trim(str_from(s.at, stop ? (size_t)(stop - s.at) : s.len));

		if (len > 0 && line.len > 0)
			out[len++] = ' ';
		memcpy(out + len, line.at, line.len);
		len += line.len;
		s = stop ? str_from(stop + 1, (size_t)(s.at + s.len - stop - 1)) : STR("");
	}
	return len;
}

static void add_cut(struct plain_result *result, const char *rule, size_t at, struct str text)
{
	result->cuts[result->ncuts++] = (struct plain_cut){ rule, at, text };
}

static void assemble(struct arena *arena, const struct plain_text *text, struct plain_result *result)
{
	size_t size = 1, len = 0, points = 0;
	char *out;

	for (size_t i = 0; i < text->count; i++)
		size += is_kept(&text->at[i]) ? text->at[i].text.len + 2 : 0;
	out = arena_alloc(arena, size);
	allocate(arena, text, result);
	for (size_t i = 0; i < text->count; i++) {
		const struct plain_paragraph *p = &text->at[i];
		size_t start = points + (len > 0 ? 2 : 0), from;

		if (p->prefix.len > 0)
			add_cut(result, p->rule, start, p->prefix);
		if (p->role == PLAIN_CUT)
			add_cut(result, p->rule, points, p->text);
		else if (p->role == PLAIN_CAPTION)
			result->captions[result->ncaptions++] = (struct plain_caption){ p->text, p->credit };
		if (!is_kept(p))
			continue;
		if (p->role == PLAIN_HEADING)
			result->headings[result->nheadings++] = (struct plain_heading){ p->text, start };
		if (len > 0) {
			memcpy(out + len, "\n\n", 2);
			len += 2;
		}
		from = len;
		len += put(out + len, p->text, text->wrapped);
		points = start + utf8_count(str_from(out + from, len - from));
	}
	result->text = str_from(out, len);
}

void plain_extract(struct arena *arena, struct str text, struct str title_hint, struct plain_result *result)
{
	plain_extract_from(PLAIN_UNKNOWN, arena, text, title_hint, result);
}

void plain_extract_from(enum plain_source source, struct arena *arena, struct str text, struct str title_hint,
                        struct plain_result *result)
{
	struct plain_text parts;

	*result = (struct plain_result){ .text = STR("") };
	plain_split(arena, text, source == PLAIN_PAGE, &parts);
	plain_cut_boilerplate(&parts);
	plain_find_captions(&parts);
	plain_find_imprint(arena, &parts, result);
	plain_find_title(&parts, title_hint, result);
	if (parts.page)
		plain_cut_page(arena, text, &parts);
	plain_find_headings(&parts);
	plain_cut_quotes(arena, &parts);
	assemble(arena, &parts, result);
}
