/*
 * flow: what START, COMMIT and STOP say, as maps in their CONTROL layer.
 *
 * START: recipe (str: the chain so far), total (int, bytes of input, where known), and what
 *        stages announce (str to str, e.g. dedup_state: none).
 * STOP:  end (str: complete or interrupted), frames (int: of this flow), stages (list of
 *        maps, one a stage in order: its statistics), footer (true: an archive's index
 *        frame follows).
 */
#ifndef LEAT_RECORD_FLOW_H
#define LEAT_RECORD_FLOW_H

#include "record/cursor.h"
#include "record/frame.h"

/* The CONTROL map of an opened START, COMMIT or STOP. */
int flow_map(struct frame *frame, struct str *map, struct err *err);
/* A value of a packed map; false if there is none. The typed forms leave *out alone where
 * there is none. */
bool flow_value(struct str map, const char *key, struct str *packed);
bool flow_str(struct str map, const char *key, struct str *out);
bool flow_int(struct str map, const char *key, int64_t *out);
bool flow_uint(struct str map, const char *key, uint64_t *out);
bool flow_true(struct str map, const char *key);
/* XXH3-64 of the recipe text: the `recipe` of a frame's header. */
uint64_t flow_recipe_hash(struct str recipe);

#endif
