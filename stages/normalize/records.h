/*
 * records: one record of a frame through normalize.
 *
 *   reads          writes
 *   text           text, cleaned in place
 *   body, mime,    plain text: text, and body goes; markup: body, as clean UTF-8 markup
 *   charset        charset, charset_from, repaired
 *   url            url, canonical
 *
 * A body that is no text by its mime type passes untouched. A body whose record says
 * charset_from was here before: it is UTF-8. Faults that are counted:
 *
 *   charset       records whose bytes were not what was declared, or were damaged
 *   ill-formed    U+FFFD written
 *   windows-1252  ill-formed bytes that were windows-1252 after all
 *   nul, control  characters removed
 *   mojibake      records repaired
 *   length        results over RECORD_TEXT_MAX, cut
 *   not-text      bodies passed by
 */
#ifndef LEAT_NORMALIZE_RECORDS_H
#define LEAT_NORMALIZE_RECORDS_H

#include "normalize/normalize.h"
#include "record/edit.h"
#include "text/url.h"

/* Decoding can make text longer; what comes out keeps to the cap of a body. */
#define RECORD_TEXT_MAX ((size_t)16 << 20)

struct normalize_records {
	struct normalize_scratch scratch;
	struct buf url;
	struct buf list;
	const struct normalize_config *config;
	const struct url_tracking *tracking;
};

/* A function for each_record; ctx is a struct normalize_records. */
record_fn normalize_record;

void normalize_records_release(struct normalize_records *records);

#endif
