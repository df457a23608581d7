/*
 * html_fate: which blocks are main text, by their scores.
 */
#ifndef LEAT_EXTRACT_HTML_FATE_H
#define LEAT_EXTRACT_HTML_FATE_H

#include "extract/html.h"
#include "extract/html_feature.h"

enum html_fate { HTML_CUT, HTML_KEPT, HTML_KEPT_COMMENT };

/* Writes the fate of each block (enum html_fate). `scores` are those of html_model_score; the
 * parts of an embedded post get one score. */
void html_fates(const struct html_page *page, const struct html_features *features, int32_t *scores,
		const struct html_options *options, uint8_t *fates);
/* Captions are a field of their own, never text. */
bool html_is_caption(const struct html_page *page, const struct html_features *features, uint32_t block);

#endif
