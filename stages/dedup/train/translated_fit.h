/*
 * translated_fit: the weights of features, from samples of candidates. For the trainer.
 */
#ifndef LEAT_DEDUP_TRAIN_TRANSLATED_FIT_H
#define LEAT_DEDUP_TRAIN_TRANSLATED_FIT_H

#include "dedup/translated_score.h"

enum { DIM = TRANSLATED_FEATURES + 1 }; /* the last feature is always 1 */

/* One candidate of a text; those of a text follow each other. */
struct sample {
	uint32_t doc, row;
	uint8_t pair, same;
	float x[DIM];
};

/* Reads files of samples and prints generated/translated_weights.inc. The threshold is the one with which the best
 * candidates of the texts in the files before a path "--" have that precision. Returns the exit code. */
int print_weights(double precision, char *const paths[], int count);

#endif
