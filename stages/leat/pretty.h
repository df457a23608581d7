/*
 * pretty: JSON and texts for the eyes.
 */
#ifndef LEAT_LEAT_PRETTY_H
#define LEAT_LEAT_PRETTY_H

#include "base/buf.h"

#include <stdbool.h>

/* Appends valid JSON with a line break and two spaces of indent a level. */
void pretty_json(struct str json, struct buf *out);
/* Appends JSON with DEL and C1 as escapes: on a terminal they may be commands. */
void pretty_mask(struct str json, struct buf *out);
/* Appends a text without what a terminal may take for a command: control characters become
 * blanks. `lines`: line breaks and tabs stay. */
void pretty_text(struct str text, bool lines, struct buf *out);

#endif
