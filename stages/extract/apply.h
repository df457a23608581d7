/*
 * apply: puts what html.h, plain.h and lang.h found into a record.
 */
#ifndef LEAT_EXTRACT_APPLY_H
#define LEAT_EXTRACT_APPLY_H

#include "extract/html.h"
#include "extract/lang.h"
#include "extract/plain.h"
#include "record/edit.h"

/* `work` is scratch space. Fields that the record has already (a feed's title) stay. */
void apply_html(struct edit *edit, const struct record *record, const struct html_result *found,
		struct buf *work);
void apply_plain(struct edit *edit, const struct record *record, const struct plain_result *found,
		 struct buf *work);
void apply_lang(struct edit *edit, const struct lang_result *found);

#endif
