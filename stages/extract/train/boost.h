/*
 * boost: learns html_model trees by gradient boosting with logistic loss. Deterministic: the
 * same rows give the same trees.
 */
#ifndef LEAT_EXTRACT_TRAIN_BOOST_H
#define LEAT_EXTRACT_TRAIN_BOOST_H

#include "extract/html_model.h"

#include <stdint.h>

enum { BOOST_FOLDS = 5 };

struct boost_options {
	uint32_t trees; /* of each bag */
	double rate; /* of learning */
	double lambda; /* weight that pulls leaves to 0 */
	double features, rows; /* share that each tree sees */
	uint32_t bags; /* models whose mean is taken, each from other random choices */
};

struct boost {
	struct html_decision *trees;
	uint32_t tree_count;
	int32_t start;
};

/* Rows whose fold is `without`, or whose weight is 0, are not looked at. x[feature][row]. */
struct boost boost_train(uint8_t *const *x, unsigned features, const float *y, const float *w,
			 const int *fold, int without, uint32_t rows, const struct boost_options *options);
int32_t boost_score(const struct boost *model, uint8_t *const *x, uint32_t row);
void boost_release(struct boost *model);

#endif
