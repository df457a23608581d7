#include "normalize/records.h"
#include "record/pack.h"
#include "text/utf8.h"

void normalize_records_release(struct normalize_records *records)
{
	normalize_scratch_release(&records->scratch);
	buf_release(&records->url);
	buf_release(&records->list);
}

static void canonicalize(struct normalize_records *records, const struct record *record, struct edit *edit)
{
	struct str url;

	buf_reset(&records->url);
	if (record_str(record, FIELD_URL, &url) && url_canonical(url, records->tracking, &records->url) &&
	    !str_eq(url, buf_str(&records->url)))
		edit_str(edit, FIELD_URL, buf_str(&records->url));
}

static void count(struct edit *edit, const char *kind, uint64_t n)
{
	if (n > 0)
		edit_fault(edit, kind, n);
}

static void report(const struct normalize_faults *faults, struct edit *edit)
{
	count(edit, "charset", faults->contradicted || faults->ill_formed || faults->cp1252);
	count(edit, "ill-formed", faults->ill_formed);
	count(edit, "windows-1252", faults->cp1252);
	count(edit, "nul", faults->nul);
	count(edit, "control", faults->removed);
}

/* repaired: the code pages that were undone, and "c1" for controls that were windows-1252. */
static void report_repair(struct normalize_records *records, const struct repair_report *repair, struct edit *edit)
{
	struct buf *list = &records->list;
	unsigned codecs = (unsigned)__builtin_popcount(repair->codecs);

	if (codecs == 0 && repair->controls == 0)
		return;
	buf_reset(list);
	pack_list(list, codecs + (repair->controls > 0));
	for (unsigned i = 0; i < REPAIR_CODECS; i++)
		if (repair->codecs >> i & 1)
			pack_text(list, repair_codec_names[i]);
	if (repair->controls > 0)
		pack_text(list, "c1");
	edit_packed(edit, FIELD_REPAIRED, buf_str(list));
	edit_fault(edit, "mojibake", 1);
}

static struct str cut(struct str text, struct edit *edit)
{
	if (text.len <= RECORD_TEXT_MAX)
		return text;
	text.len = RECORD_TEXT_MAX;
	while (text.len > 0 && (text.at[text.len] & 0xc0) == 0x80)
		text.len--;
	edit_fault(edit, "length", 1);
	edit_str(edit, FIELD_TRUNCATED, STR("length"));
	return text;
}

/* Without a look at the bytes where nothing was copied. */
static bool same(struct str a, struct str b)
{
	return (a.at == b.at && a.len == b.len) || str_eq(a, b);
}

static void clean_body(struct normalize_records *records, const struct record *record, struct edit *edit)
{
	struct str mime = record_get(record, FIELD_MIME), charset = record_get(record, FIELD_CHARSET);
	bool seen = record_get(record, FIELD_CHARSET_FROM).at != NULL;
	struct normalize_result result;

	if (normalize_kind_of(mime, record->body) == NORMALIZE_OPAQUE) {
		edit_fault(edit, "not-text", 1);
		return;
	}
	normalize_body(&records->scratch, records->config, mime, seen ? STR("utf-8") : charset, record->body, &result);
	report(&result.faults, edit);
	report_repair(records, &result.repair, edit);
	struct str text = cut(result.text, edit);

	if (!result.markup) {
		edit_text(edit, text);
		edit_unset_body(edit);
	} else if (!same(text, record->body)) {
		edit_body(edit, text);
	}
	if (!seen) {
		edit_str(edit, FIELD_CHARSET, str_of(charset_name(result.charset)));
		edit_str(edit, FIELD_CHARSET_FROM, str_of(charset_from_name(result.from)));
	}
}

static void clean_text(struct normalize_records *records, const struct record *record, struct edit *edit)
{
	struct normalize_result result;

	normalize_text(&records->scratch, records->config, record->text, &result);
	report(&result.faults, edit);
	report_repair(records, &result.repair, edit);
	struct str text = cut(result.text, edit);

	if (!same(text, record->text))
		edit_text(edit, text);
}

int normalize_record(void *ctx, const struct record *record, struct edit *edit, struct err *err)
{
	struct normalize_records *records = ctx;

	(void)err;
	canonicalize(records, record, edit);
	if (record->text.at)
		clean_text(records, record, edit);
	else if (record->body.at)
		clean_body(records, record, edit);
	return RECORD_KEEP;
}
