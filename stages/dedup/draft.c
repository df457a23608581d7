#include "draft.h"

#include "key.h"
#include "paragraph.h"

#include <xxhash.h>

void draft_scratch_release(struct draft_scratch *scratch)
{
	near_scratch_release(&scratch->near);
	site_lines_release(&scratch->site);
	buf_release(&scratch->stripped);
}

/* Host of a URL, with its port; empty where it has none. */
static struct str host_of(struct str url)
{
	ptrdiff_t scheme = str_find(url, STR("://"));
	size_t begin = scheme < 0 ? url.len : (size_t)scheme + 3, end = begin;

	while (end < url.len && !strchr("/?#", url.at[end]))
		end++;
	return str_from(url.at + begin, end - begin);
}

void draft_learn(struct draft_scratch *scratch, struct str url, struct str text)
{
	struct str host = url.len ? host_of(url) : STR_NONE;

	if (host.len && text.len)
		site_lines_add(&scratch->site, host, text);
}

static struct str text_for_near(const struct settings *settings, struct draft_scratch *scratch, const struct draft_record *record)
{
	struct str host = settings->site_boilerplate && record->url.len ? host_of(record->url) : STR_NONE;

	return host.len ? site_lines_strip(&scratch->site, host, record->text, &scratch->stripped) : record->text;
}

static void add_near(const struct settings *settings, struct draft_scratch *scratch, struct buf *draft, const struct draft_record *record)
{
	size_t before = draft->len, begin = entry_part_begin(draft, ROW_HAS_NEAR);

	if (near_build(settings->near, &scratch->near, text_for_near(settings, scratch, record), draft))
		entry_part_end(draft, begin);
	else
		entry_part_cancel(draft, ROW_HAS_NEAR, before);
}

static void add_paragraphs(const struct settings *settings, struct buf *draft, const struct draft_record *record)
{
	size_t begin = entry_part_begin(draft, ROW_HAS_PARAGRAPHS);

	paragraph_build(record->text, settings->scope_host && record->url.len ? host_of(record->url) : STR_NONE, draft);
	entry_part_end(draft, begin);
}

static void add_translated(struct translated_scratch *scratch, struct buf *draft, const struct draft_record *record)
{
	size_t before = draft->len, begin = entry_part_begin(draft, ROW_HAS_TRANSLATED);

	if (translated_build(scratch, record->text, record->lang, draft))
		entry_part_end(draft, begin);
	else
		entry_part_cancel(draft, ROW_HAS_TRANSLATED, before);
}

void draft_row(const struct settings *settings, struct draft_scratch *scratch, struct buf *draft, uint32_t index,
	       const struct draft_record *record)
{
	struct str content = record->text.len ? record->text : record->body;
	char key[KEY_BYTES];

	if (content.len == 0)
		return;
	key_make(content, key);
	entry_row(draft, index, key);
	if (settings->url && record->url.len)
		entry_url(draft, XXH3_64bits(record->url.at, record->url.len));
	if (settings->near && record->text.len)
		add_near(settings, scratch, draft, record);
	if (settings->paragraph && record->text.len)
		add_paragraphs(settings, draft, record);
	if (settings->translated && record->text.len)
		add_translated(&scratch->translated, draft, record);
	entry_row_end(draft, record->id);
}
