/*
 * bench: what the benchmark programs share. Each prints lines "name<TAB>value<TAB>unit",
 * one measurement a run; run.sh repeats them, takes medians and writes results.md.
 */
#ifndef LEAT_BENCH_H
#define LEAT_BENCH_H

#include "base/time.h"

#include <stdio.h>

static inline void bench_print(const char *name, double value, const char *unit)
{
	printf("%s\t%.4g\t%s\n", name, value, unit);
}

/* Seconds of `call` on the steady clock. */
#define BENCH_SECONDS(call)                                             \
	({                                                              \
		uint64_t bench_start = time_steady_ns();                \
		call;                                                   \
		(double)(time_steady_ns() - bench_start) / 1e9;         \
	})

#endif
