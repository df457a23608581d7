#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int err_set(struct err *err, enum exit_code code, const char *format, ...)
{
	va_list args;

	err->code = code;
	va_start(args, format);
	vsnprintf(err->text, sizeof err->text, format, args);
	va_end(args);
	return -1;
}

int err_sys(struct err *err, enum exit_code code, const char *format, ...)
{
	va_list args;
	int saved = errno;
	char what[768];

	va_start(args, format);
	vsnprintf(what, sizeof what, format, args);
	va_end(args);
	if (saved == ENOSPC || saved == EDQUOT || saved == EMFILE || saved == ENFILE)
		code = EXIT_RETRY;
	err_set(err, code, "%s: %s", what, strerror(saved));
	errno = saved;
	return -1;
}

int err_wrap(struct err *err, const char *format, ...)
{
	va_list args;
	char what[512];
	char old[sizeof err->text];

	va_start(args, format);
	vsnprintf(what, sizeof what, format, args);
	va_end(args);
	memcpy(old, err->text, sizeof old);
	snprintf(err->text, sizeof err->text, "%s: %.500s", what, old);
	return -1;
}
