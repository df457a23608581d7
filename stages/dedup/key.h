/*
 * key: 128 bits that stand for a text in exact dedup: its XXH3-128, low half first, both
 * little-endian.
 */
#ifndef LEAT_DEDUP_KEY_H
#define LEAT_DEDUP_KEY_H

#include "base/str.h"

#include <stdbool.h>

enum { KEY_BYTES = 16 };

/* By the fastest code that this machine has. */
void key_make(struct str text, char key[KEY_BYTES]);

/* The same by the named code, both give equal results. The second returns false (and does
 * nothing) where this machine lacks it. */
void key_portable(struct str text, char key[KEY_BYTES]);
bool key_avx2(struct str text, char key[KEY_BYTES]);

#endif
