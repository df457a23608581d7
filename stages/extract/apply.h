/*
 * apply: puts what html.h, plain.h, lang.h and signals.h found into a record.
 */
#ifndef LEAT_EXTRACT_APPLY_H
#define LEAT_EXTRACT_APPLY_H

#include "extract/html.h"
#include "extract/lang.h"
#include "extract/plain.h"
#include "extract/signals.h"
#include "record/edit.h"

/* `work` is scratch space. Fields that the record has already (a feed's title) stay. */
void apply_html(struct edit *edit, const struct record *record, const struct html_result *found,
		struct buf *work);
void apply_plain(struct edit *edit, const struct record *record, const struct plain_result *found,
		 struct buf *work);
void apply_lang(struct edit *edit, const struct lang_result *found);
void apply_lang_spans(struct edit *edit, const struct lang_span *spans, size_t count, struct buf *work);
/* Signals that are unknown (NAN) are left out. */
void apply_signals(struct edit *edit, const double values[SIGNAL_COUNT], struct buf *work);

#endif
