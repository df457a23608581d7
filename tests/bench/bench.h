/*
 * bench: what the benchmark programs share. Each prints lines "name<TAB>value<TAB>unit" and,
 * where it is to be compared, "<TAB>yardstick": the name of another line, of which the
 * ratio is taken. One measurement a run; run.sh repeats them and takes medians.
 */
#ifndef LEAT_BENCH_H
#define LEAT_BENCH_H

#include "base/time.h"

#include <stdio.h>

static inline void bench_print(const char *name, double value, const char *unit, const char *yardstick)
{
	printf("%s\t%.4g\t%s\t%s\n", name, value, unit, yardstick);
}

/* Seconds of `call` on the steady clock. */
#define BENCH_SECONDS(call)                                             \
	({                                                              \
		uint64_t bench_start = time_steady_ns();                \
		call;                                                   \
		(double)(time_steady_ns() - bench_start) / 1e9;         \
	})

#endif
