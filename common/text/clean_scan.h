/*
 * clean_scan: finds the next character that clean.c has to look at. A superset: what is found
 * may turn out to be harmless, what is passed over never needs a look.
 */
#ifndef LEAT_TEXT_CLEAN_SCAN_H
#define LEAT_TEXT_CLEAN_SCAN_H

#include <stdbool.h>

/* For plain text: also white space beside white space, and every blank but the space. */
const char *clean_next_special(const char *p, const char *end);
/* For markup: controls and invisible characters only. */
const char *clean_next_invisible(const char *p, const char *end);
/* Both without special instructions. */
const char *clean_next_portable(const char *p, const char *end, bool plain);

#endif
