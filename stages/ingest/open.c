#include "ingest/open.h"

#include <stdio.h>

static bool is_archive(enum format format)
{
	return format == FORMAT_WARC || format == FORMAT_ARC;
}

/* What the first bytes are. A first member that is damaged so early that nothing comes
 * out says nothing: the next one does. */
enum format reader_detect(struct flow *flow)
{
	for (;;) {
		const char *at;
		size_t have = flow_peek(flow, DETECT_BYTES, &at);

		if (have > 0 || !flow_broken(flow))
			return detect_content(str_from(at, have < DETECT_BYTES ? have : DETECT_BYTES));
		flow_resume(flow);
	}
}

static struct reader *open_as(const struct reading *in, enum format format)
{
	switch (format) {
	case FORMAT_WARC:
		return warc_reader(in);
	case FORMAT_ARC:
		return arc_reader(in);
	case FORMAT_JSONL:
		return jsonl_reader(in);
	case FORMAT_HTML:
		return page_reader(in, STR("text/html"));
	case FORMAT_TEXT:
		return page_reader(in, STR("text/plain"));
	case FORMAT_XML:
		return page_reader(in, STR("application/xml"));
	case FORMAT_FEED:
		return feed_reader(in);
	case FORMAT_TAR:
	case FORMAT_ZIP:
		return in->inner ? NULL : archive_reader(in);
	default:
		return NULL;
	}
}

struct reader *reader_open(const struct reading *in, struct str name, enum format *format)
{
	enum format found = reader_detect(in->flow);
	enum format claim = detect_claim(name);
	struct reader *reader;
	char why[96];

	if (found == FORMAT_EMPTY && flow_raw(in->flow) == 0 && flow_members(in->flow) == 0) {
		*format = found;
		return NULL;
	}
	if (*format == FORMAT_AUTO) {
		if (is_archive(claim) && !is_archive(found)) {
			snprintf(why, sizeof why, "named as %s, but this is %s", format_name(claim),
				 found == FORMAT_UNKNOWN ? "no format that is known" : format_name(found));
			fault_note(in->faults, FAULT_FORMAT, 0, why);
			*format = FORMAT_UNKNOWN;
			return NULL;
		}
		*format = found;
	}
	if (*format == FORMAT_UNKNOWN) {
		/* what lies beside the texts in a tar file is no fault of the file */
		if (in->inner)
			in->skips->count[SKIP_MIME]++;
		else
			fault_note(in->faults, FAULT_FORMAT, 0, "no format that is known");
		return NULL;
	}
	reader = open_as(in, *format);
	if (!reader) {
		snprintf(why, sizeof why, "%s: %s", format_name(*format),
			 in->inner ? "an archive in an archive is not opened" :
				     "this build lacks the library for it");
		fault_note(in->faults, FAULT_FORMAT, 0, why);
		*format = FORMAT_UNKNOWN;
	}
	return reader;
}
