/*
 * detect: what a source is, by its first decompressed bytes. A name decides nothing; it
 * can only claim a container, and then the content has to be one.
 */
#ifndef LEAT_INGEST_DETECT_H
#define LEAT_INGEST_DETECT_H

#include "base/str.h"

enum format {
	FORMAT_AUTO, /* not decided */
	FORMAT_EMPTY,
	FORMAT_WARC, /* also WET */
	FORMAT_ARC,
	FORMAT_JSONL,
	FORMAT_HTML,
	FORMAT_TEXT,
	FORMAT_XML,
	FORMAT_FEED,
	FORMAT_TAR,
	FORMAT_ZIP,
	FORMAT_UNKNOWN,
};

enum { DETECT_BYTES = 4096 }; /* bytes of the source that detection looks at */

/* `head`: the first DETECT_BYTES bytes, or all there are. */
enum format detect_content(struct str head);
/* The container that the name claims (FORMAT_WARC, FORMAT_ARC), or FORMAT_AUTO. */
enum format detect_claim(struct str name);
const char *format_name(enum format format);
/* FORMAT_UNKNOWN when there is no format of that name. "wet" is "warc". */
enum format format_of(struct str name);

#endif
