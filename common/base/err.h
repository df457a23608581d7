/*
 * err: why something failed, for a person, and the exit status it asks for.
 * Functions that can fail return int (0, or -1 on error) or a pointer (NULL on
 * error) and take a `struct err *` last, which they fill on failure and leave
 * untouched on success. Only the runner prints it and exits.
 *
 * A message reads "what object: why": "state/index: cannot open: Permission denied".
 */
#ifndef LEAT_BASE_ERR_H
#define LEAT_BASE_ERR_H

/* Exit status of every program. */
enum exit_code {
	EXIT_DONE = 0,
	EXIT_FAILED = 1,
	EXIT_USAGE = 2,
	EXIT_BAD_INPUT = 65, /* bad input with --strict, or nothing readable */
	EXIT_CUT = 74, /* cut stream, or input or output failed */
	EXIT_RETRY = 75, /* interrupted, disk full: the same command may succeed later */
	EXIT_MISMATCH = 78, /* recipe, version or configuration does not fit */
};

struct err {
	enum exit_code code;
	char text[1024];
};

/* Fills *err; a longer message is cut. Returns -1, so that callers can return it. */
int err_set(struct err *err, enum exit_code code, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* As err_set, with ": " and the text of errno. ENOSPC, EDQUOT and EMFILE give
 * EXIT_RETRY whatever `code` says. errno is kept. */
int err_sys(struct err *err, enum exit_code code, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Puts "format: " in front of a message set before. Returns -1. */
int err_wrap(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
