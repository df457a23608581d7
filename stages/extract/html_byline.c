#include "extract/html_claim.h"

#include <string.h>

/* Whether the words just before a date say that it is the last of several, so that the page
 * was published before it. ("Updated" alone is often all that a page says of its day.) */
static bool is_last_change(struct str before)
{
	static const char *const words[] = { "last updated", "last update", "last modified", "last revised", "last edited", "last changed",
		"letzte änderung", "letzte aktualisierung", "zuletzt aktualisiert", "zuletzt geändert", "zuletzt bearbeitet",
		"laatst bijgewerkt", "laatst gewijzigd", "senast uppdaterad", "senast ändrad", "sist oppdatert", "sidst opdateret",
		"dernière mise à jour", "dernière modification", "última actualización", "última atualização", "ultimo aggiornamento",
		"ultima modifica", "ostatnia aktualizacja", "poslední aktualizace", "последнее обновление", "son güncelleme" };
	enum { NEAR = 40 };

	for (size_t at = before.len > NEAR ? before.len - NEAR : 0; at < before.len; at++)
		for (size_t i = 0; i < sizeof words / sizeof *words; i++)
			if (str_starts_nocase(str_from(before.at + at, before.len - at), str_of(words[i])))
				return true;
	return false;
}

static void add_block_date(struct html_meta_reader *r, uint32_t i, bool classed)
{
	enum { LOOK_MAX = 240 };
	struct str text = html_block_text(r->page, &r->page->blocks[i]);
	struct html_date found;
	const char *begin = text.at;
	bool phrase = r->features->hits[i].start >> HTML_PHRASE_DATE & 1;

	text.len = text.len < LOOK_MAX ? text.len : LOOK_MAX;
	for (int tries = 0; tries < 2 && html_date_find(r->months, text, r->meta->day_order, &found); tries++) {
		struct html_claim *claim = html_add_claim(&r->meta->dates, classed ? HTML_FROM_CLASS :
						     phrase ? HTML_FROM_TEXT_MARKED : HTML_FROM_TEXT, r->page->blocks[i].node);

		if (!claim)
			return;
		claim->day = found.day;
		claim->unsure = found.unsure;
		claim->modified = is_last_change(str_from(begin, (size_t)(found.begin - begin)));
		begin = found.end;
		claim->block = i;
		claim->has_block = true;
		claim->at = (uint32_t)(found.begin - text.at);
		text = str_from(found.end, text.len - (size_t)(found.end - text.at));
	}
}

/* Words that come before an author's name. */
static bool is_by_word(struct str word)
{
	static const char *const words[] = { "by", "von", "par", "por", "di", "door", "av", "af", "de", "text", "texte", "texto",
		"testo", "autor", "autorin", "autoren", "auteur", "author", "authors", "autore", "written", "posted", "published", "reported",
		"geschrieben", "verfasst", "veröffentlicht", "escrito", "publicado", "publié", "écrit", "scritto", "pubblicato", "przez",
		"redaktion", "interview", "kommentar", "story", "words", "автор", "от", "от:", "szerző", "yazar", "penulis", "作者", "記者", "文" };

	while (word.len > 0 && word.at[word.len - 1] == ':')
		word.len--;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_eq_nocase(word, str_of(words[i])))
			return true;
	return false;
}

/* The name in a byline: without "by" before it, and a date or anything behind a bar. */
static struct str byline_name(const struct html_meta_reader *r, struct str text)
{
	static const char *const stops[] = { "\n", "|", "•", "·", " – ", " — ", " - ", " / ", " (", " on ", " am ", " vom ", " le ",
					     " um ", " il ", ", Updated", " Updated", " Published" };
	struct html_date found;

	for (bool more = true; more;) {
		const char *blank = memchr(text.at, ' ', text.len);
		size_t len = blank ? (size_t)(blank - text.at) : 0;

		more = len > 0 && is_by_word(str_from(text.at, len));
		if (more)
			text = str_trim(str_from(text.at + len, text.len - len));
	}
	if (html_date_find(r->months, text, HTML_DAY_FIRST, &found))
		text.len = (size_t)(found.begin - text.at);
	for (size_t i = 0; i < sizeof stops / sizeof *stops; i++) {
		ptrdiff_t at = str_find(text, str_of(stops[i]));

		if (at > 1)
			text.len = (size_t)at;
	}
	text = str_trim(text);
	while (text.len > 0 && memchr(",:;-|/", text.at[text.len - 1], 6))
		text = str_trim(str_from(text.at, text.len - 1));
	return text;
}

static void add_author(struct html_meta_reader *r, enum html_source source, uint32_t node, struct str text)
{
	struct str name = byline_name(r, text);
	struct html_claims *list = &r->meta->authors;
	uint32_t before = list->count;

	html_add_text(r, list, source, node, name, HTML_HOW_TEXT);
	if (list->count > before)
		list->list[before].at = (name.at > text.at ? 1u : 0u) + (name.at + name.len < text.at + text.len ? 2u : 0u);
}

static void add_byline(struct html_meta_reader *r, enum html_source source, uint32_t i)
{
	struct html_claims *list = &r->meta->authors;
	uint32_t before = list->count;

	add_author(r, source, r->page->blocks[i].node, html_block_text(r->page, &r->page->blocks[i]));
	if (list->count > before) {
		list->list[before].block = i;
		list->list[before].has_block = true;
	}
}

void html_claims_of_blocks(struct html_meta_reader *r)
{
	const struct html_page *page = r->page;
	const struct html_features *f = r->features;
	uint32_t authors = 0;

	for (uint32_t i = 0; i < page->block_count; i++) {
		const struct html_block *b = &page->blocks[i];

		/* What another site's post says of itself is not said of the page. */
		if (page->elements[b->node].in & 1u << HTML_IN_EMBED)
			continue;
		bool by_class = html_feature_row(f, HTML_F_CLASS + HTML_CLASS_AUTHOR)[i] >= 6;
		bool by_word = f->hits[i].start >> HTML_PHRASE_AUTHOR & 1;

		if (b->kind == HTML_KIND_HEADING && b->level <= 2 && b->chars < 300)
			html_add_text(r, &r->meta->titles, HTML_FROM_HEADING, b->node, html_block_text(page, b), HTML_HOW_TEXT);
		if ((by_class || by_word) && b->words >= 1 && b->words <= 16 && authors < 24) {
			add_byline(r, by_class ? HTML_FROM_CLASS : HTML_FROM_TEXT_MARKED, i);
			authors++;
		}
		if (b->digits >= 4 && (b->chars < 400 || i < 60))
			add_block_date(r, i, html_feature_row(f, HTML_F_CLASS + HTML_CLASS_DATE)[i] >= 6);
	}
}
