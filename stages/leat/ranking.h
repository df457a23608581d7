/*
 * ranking: how often each name came, in bounded memory. Counts are exact as long as there are
 * at most RANKING_MAX names; when there are more, the rarer half is forgotten, and a name's
 * count may be short by `short_by` at most (after lossy counting: Manku and Motwani,
 * Approximate Frequency Counts over Data Streams, VLDB 2002). Zeroed memory is an empty ranking.
 */
#ifndef LEAT_LEAT_RANKING_H
#define LEAT_LEAT_RANKING_H

#include "base/str.h"

#include <stddef.h>
#include <stdint.h>

enum { RANKING_MAX = 1 << 16, RANKING_TEXT = 160 /* bytes of a name */ };

struct ranked {
	char *name, *note; /* as ranking_text makes them */
	uint64_t count, hash;
};

struct ranking {
	struct ranked *items;
	size_t used, room;
	uint32_t *slots; /* index + 1 of an item; 0: free */
	size_t slot_count; /* a power of two */
	uint64_t total; /* of all counts, the forgotten ones too */
	uint64_t short_by;
};

/* A copy of a text, cut between characters, with "..." where it is cut; free() it. */
char *ranking_text(struct str text);
/* Counts a name. `note` is kept of the name's first time. */
void ranking_add(struct ranking *ranking, struct str name, struct str note);
/* Puts the items in order: the most frequent first, equal ones by name. Ends the counting. */
void ranking_sort(struct ranking *ranking);
void ranking_release(struct ranking *ranking);

#endif
