#include "extract/apply.h"
#include "record/pack.h"

#include <math.h>

static void set(struct edit *edit, const struct record *record, const char *name, struct str value)
{
	struct str old;

	if (value.len > 0 && !record_value(record, name, &old))
		edit_str(edit, name, value);
}

static void set_text(struct edit *edit, const struct record *record, const char *name, const char *value)
{
	set(edit, record, name, str_of(value));
}

static void set_list(struct edit *edit, const char *name, struct buf *work, size_t count)
{
	if (count)
		edit_packed(edit, name, buf_str(work));
}

static void begin_list(struct buf *work, size_t count)
{
	buf_reset(work);
	pack_list(work, count);
}

static void pack_pair(struct buf *work, const char *name, struct str value)
{
	pack_text(work, name);
	pack_str(work, value.at ? value : STR(""));
}

static void pack_caption(struct buf *work, struct str text, struct str credit)
{
	pack_map(work, credit.len ? 2 : 1);
	pack_pair(work, "text", text);
	if (credit.len)
		pack_pair(work, "credit", credit);
}

static void pack_heading(struct buf *work, struct str text, size_t at)
{
	pack_map(work, 2);
	pack_pair(work, "text", text);
	pack_text(work, "at");
	pack_int(work, (int64_t)at);
}

static void pack_cut(struct buf *work, const char *rule, size_t at, struct str text)
{
	pack_map(work, 3);
	pack_pair(work, "rule", str_of(rule));
	pack_text(work, "at");
	pack_int(work, (int64_t)at);
	pack_pair(work, "text", text);
}

/* Directives of the header (a field by now) and of the page count together. */
static void set_robots(struct edit *edit, const struct record *record, struct str found, struct buf *work)
{
	struct str header = record_get(record, FIELD_ROBOTS);

	if (found.len == 0)
		return;
	buf_reset(work);
	if (header.len) {
		buf_add_str(work, header);
		buf_add_text(work, ",");
	}
	buf_add_str(work, found);
	edit_str(edit, FIELD_ROBOTS, buf_str(work));
}

static void html_lists(struct edit *edit, const struct html_result *found, struct buf *work)
{
	begin_list(work, found->caption_count);
	for (size_t i = 0; i < found->caption_count; i++)
		pack_caption(work, found->captions[i].text, found->captions[i].credit);
	set_list(edit, FIELD_CAPTIONS, work, found->caption_count);

	begin_list(work, found->heading_count);
	for (size_t i = 0; i < found->heading_count; i++)
		pack_heading(work, found->headings[i].text, found->headings[i].at);
	set_list(edit, FIELD_HEADINGS, work, found->heading_count);

	begin_list(work, found->alternate_count);
	for (size_t i = 0; i < found->alternate_count; i++) {
		pack_map(work, 2);
		pack_pair(work, "lang", found->alternates[i].lang);
		pack_pair(work, "url", found->alternates[i].url);
	}
	set_list(edit, FIELD_ALTERNATES, work, found->alternate_count);

	begin_list(work, found->category_count);
	for (size_t i = 0; i < found->category_count; i++)
		pack_str(work, found->categories[i]);
	set_list(edit, FIELD_CATEGORIES, work, found->category_count);

	begin_list(work, found->cut_count);
	for (size_t i = 0; i < found->cut_count; i++)
		pack_cut(work, found->cuts[i].rule, found->cuts[i].at, found->cuts[i].text);
	set_list(edit, FIELD_CUT, work, found->cut_count);
}

void apply_html(struct edit *edit, const struct record *record, const struct html_result *found,
		struct buf *work)
{
	edit_text(edit, found->text.at ? found->text : STR(""));
	set(edit, record, FIELD_TITLE, found->title);
	set(edit, record, FIELD_AUTHOR, found->author);
	set(edit, record, FIELD_SITE, found->site);
	if (found->published.len) {
		set(edit, record, FIELD_PUBLISHED, found->published);
		set_text(edit, record, FIELD_PUBLISHED_FROM, found->published_from);
	}
	if (found->modified.len) {
		set(edit, record, FIELD_MODIFIED, found->modified);
		set_text(edit, record, FIELD_MODIFIED_FROM, found->modified_from);
	}
	set(edit, record, FIELD_LANG_DECLARED, found->lang);
	set(edit, record, FIELD_DESCRIPTION, found->description);
	set(edit, record, FIELD_CANONICAL, found->canonical);
	set(edit, record, FIELD_IMAGE, found->image);
	set(edit, record, FIELD_LICENSE, found->license);
	if (found->tdm.len) /* goes before the header: it is of this page alone */
		edit_str(edit, FIELD_TDM, found->tdm);
	set_robots(edit, record, found->robots, work);
	html_lists(edit, found, work);
}

void apply_plain(struct edit *edit, const struct record *record, const struct plain_result *found,
		 struct buf *work)
{
	edit_text(edit, found->text.at ? found->text : STR(""));
	set(edit, record, FIELD_TITLE, found->title);
	set(edit, record, FIELD_AUTHOR, found->author);
	if (found->published.len) {
		set(edit, record, FIELD_PUBLISHED, found->published);
		set_text(edit, record, FIELD_PUBLISHED_FROM, found->published_from);
	}
	set(edit, record, FIELD_MODIFIED, found->modified);
	set(edit, record, FIELD_DESCRIPTION, found->deck);

	begin_list(work, found->ncaptions);
	for (size_t i = 0; i < found->ncaptions; i++)
		pack_caption(work, found->captions[i].text, found->captions[i].credit);
	set_list(edit, FIELD_CAPTIONS, work, found->ncaptions);

	begin_list(work, found->nheadings);
	for (size_t i = 0; i < found->nheadings; i++)
		pack_heading(work, found->headings[i].text, found->headings[i].at);
	set_list(edit, FIELD_HEADINGS, work, found->nheadings);

	begin_list(work, found->ncuts);
	for (size_t i = 0; i < found->ncuts; i++)
		pack_cut(work, found->cuts[i].rule, found->cuts[i].at, found->cuts[i].text);
	set_list(edit, FIELD_CUT, work, found->ncuts);
}

void apply_lang(struct edit *edit, const struct lang_result *found)
{
	if (strcmp(found->lang, "und") != 0) {
		edit_str(edit, FIELD_LANG, str_of(found->lang));
		edit_float(edit, FIELD_LANG_SCORE, found->score);
	}
	if (strcmp(found->script, "Zyyy") != 0)
		edit_str(edit, FIELD_SCRIPT, str_of(found->script));
}

void apply_lang_spans(struct edit *edit, const struct lang_span *spans, size_t count, struct buf *work)
{
	begin_list(work, count);
	for (size_t i = 0; i < count; i++) {
		pack_map(work, 3);
		pack_pair(work, "lang", str_of(spans[i].lang));
		pack_text(work, "at");
		pack_int(work, (int64_t)spans[i].at);
		pack_text(work, "len");
		pack_int(work, (int64_t)spans[i].len);
	}
	set_list(edit, FIELD_LANG_SPANS, work, count);
}

void apply_signals(struct edit *edit, const double values[SIGNAL_COUNT], struct buf *work)
{
	size_t known = 0;

	for (int i = 0; i < SIGNAL_COUNT; i++)
		known += isnan(values[i]) ? 0 : 1;
	buf_reset(work);
	pack_map(work, known);
	for (int i = 0; i < SIGNAL_COUNT; i++) {
		if (isnan(values[i]))
			continue;
		pack_text(work, signal_name((enum signal)i));
		if (values[i] == floor(values[i]) && fabs(values[i]) < 1e15)
			pack_int(work, (int64_t)values[i]);
		else
			pack_float(work, values[i]);
	}
	edit_packed(edit, FIELD_SIGNALS, buf_str(work));
}
