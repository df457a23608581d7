/*
 * size: what an index of so many documents takes and how it errs, for `leat size` and for
 * `leat stat DIR`. Figures of memory hold for any load of the tables (their mean; the worst
 * moment is a quarter more).
 */
#ifndef LEAT_DEDUP_SIZE_H
#define LEAT_DEDUP_SIZE_H

#include "index.h"

struct size_estimate {
	double memory; /* bytes of tables and frames */
	double disk; /* bytes of the journal */
	double candidates; /* by chance a document: rows of equal 32-bit hash that have to be looked at */
	double wrong; /* texts, among all, that are expected to be taken for another (128-bit hash) */
};

/* For `documents` with ids of `id_bytes` and `lines` counted lines each, in frames of `frame`
 * records. */
struct size_estimate size_estimate(const struct settings *settings, double documents, double id_bytes, double lines, double frame);

/* The chance that two texts become candidates when they share this part of all their shingles
 * (Jaccard similarity): the curve of a setting. */
double size_collision(const struct near_preset *preset, double similarity);

/* What is in an index. */
struct size_census {
	uint64_t rows, frames, void_frames;
	uint64_t kinds[ROW_KINDS];
	uint64_t memory, journal, table_entries, table_places;
};

void size_census(const struct index *index, struct size_census *census);

#endif
