/*
 * html_weights: what was learned: the trees that score blocks and claims. The tables are
 * made by `make train` (train/train_html.py).
 */
#ifndef LEAT_EXTRACT_HTML_WEIGHTS_H
#define LEAT_EXTRACT_HTML_WEIGHTS_H

#include "extract/html_model.h"
#include "extract/html_pick.h"

extern const struct html_model html_block_model;
extern const struct html_model html_pick_models[HTML_PICK_COUNT];

#endif
