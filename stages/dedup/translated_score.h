/*
 * translated_score: how likely it is that two texts are versions of one in two languages.
 * Pure.
 *
 * Anchors that both have are points (position here, position there). Of them the heaviest
 * chain that rises in both counts, with a cost for gaps that differ in length: names that two
 * texts share by chance do not come in the same order at the same distances. A logistic
 * function of the chain and of what lies beside it, with coefficients for each pair of script
 * classes (generated/translated_weights.inc, made by train/translated_train.py), decides.
 */
#ifndef LEAT_DEDUP_TRANSLATED_SCORE_H
#define LEAT_DEDUP_TRANSLATED_SCORE_H

#include "translated_anchor.h"

enum {
	TRANSLATED_FEATURES = 36,
	TRANSLATED_PAIRS = TRANSLATED_CLASSES * TRANSLATED_CLASSES, /* by the lesser class, then the other */
	TRANSLATED_POINTS = 64, /* the heaviest; more do not count */
	FEATURE_DIFFERENT = 9, /* different anchors of the chain */
	FEATURE_REACH = 11, /* share of a text between the ends of the chain, of that where it is more */
	GAP_LOGS = 2048,
	TRANSLATED_ASKED = 36, /* anchors of a text by which it looks for others */
};

/* A text with what its anchors weigh in its language. */
struct weighed {
	const char *part;
	uint8_t heaviest[TRANSLATED_ASKED]; /* the different anchors, heaviest first */
	unsigned heaviest_count;
	float weight[TRANSLATED_ANCHORS_MAX];
	float self[TRANSLATED_KINDS]; /* sum of the different anchors of each kind */
};

/* Logarithms, to be made once. */
struct gap_logs {
	float log[GAP_LOGS];
};
void gap_logs_init(struct gap_logs *logs);

/* A point of a chain. */
struct chain_point {
	uint16_t here, there; /* positions */
	uint8_t anchor; /* index in the first text */
	float weight;
};

struct chain {
	unsigned count;
	struct chain_point points[TRANSLATED_POINTS]; /* in their order */
};

/* Finds the chain of two texts and fills the features. False, and features unset, where they
 * share too little to be compared. Of `b`, only the weights of anchors that both have are
 * asked for, through `weight`. */
typedef float (*anchor_weight)(const void *ctx, const char *part, uint32_t hash);
bool translated_features(const struct gap_logs *logs, const struct weighed *a, const char *b, anchor_weight weight, const void *ctx,
			 struct chain *chain, float features[TRANSLATED_FEATURES]);

unsigned translated_pair(const char *a, const char *b);

/* Whether the chain has enough different anchors, and reaches over enough of one of the texts. */
bool translated_suffices(const float features[TRANSLATED_FEATURES]);
/* Log odds, -INFINITY where it does not suffice; translated_threshold() and above is a translation. */
float translated_log_odds(unsigned pair, const float features[TRANSLATED_FEATURES]);
float translated_threshold(void);

#endif
