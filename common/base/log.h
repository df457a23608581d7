/*
 * log: one line a message on stderr, for people: "leat-dedup: warning: what: why".
 * One write a line, so that programs of a chain do not mix; control characters are
 * masked. Only the runner and the leat command log; everything below returns errors.
 */
#ifndef LEAT_BASE_LOG_H
#define LEAT_BASE_LOG_H

#include <stdbool.h>

struct log {
	const char *program; /* "leat-dedup"; borrowed */
	bool quiet; /* errors only */
	bool json; /* one JSON object a line: time, level, program, message */
};

void log_error(const struct log *log, const char *format, ...) __attribute__((format(printf, 2, 3)));
void log_warn(const struct log *log, const char *format, ...) __attribute__((format(printf, 2, 3)));
void log_info(const struct log *log, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
