#include "base/log.h"
#include "base/time.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { LINE = 4096 };

static size_t put(char *line, size_t at, const char *text)
{
	size_t len = strlen(text);

	if (len > LINE - 1 - at)
		len = LINE - 1 - at;
	memcpy(line + at, text, len);
	return at + len;
}

/* C0, DEL and C1 (as UTF-8) become '?', a line break a space: a file name must not
 * steer the terminal. */
static void mask(char *text)
{
	unsigned char *p = (unsigned char *)text;

	for (; *p; p++) {
		if (*p == '\n' || *p == '\t')
			*p = ' ';
		else if (*p < 0x20 || *p == 0x7f)
			*p = '?';
		else if (*p == 0xc2 && p[1] >= 0x80 && p[1] < 0xa0)
			p[0] = p[1] = '?';
	}
}

static size_t put_json(char *line, size_t at, const char *text)
{
	for (; *text && at < LINE - 3; text++) {
		if (*text == '"' || *text == '\\')
			line[at++] = '\\';
		line[at++] = *text;
	}
	return at;
}

static void emit(const struct log *log, const char *level, const char *format, va_list args)
{
	char text[2048], line[LINE];
	size_t at = 0;

	vsnprintf(text, sizeof text, format, args);
	mask(text);
	if (log->json) {
		char now[TIME_TEXT];

		time_format(time_now_ms(), now);
		at = (size_t)snprintf(line, sizeof line, "{\"time\":\"%s\",\"level\":\"%s\",\"program\":\"%s\",\"message\":\"",
				      now, level, log->program);
		at = put_json(line, at, text);
		at = put(line, at, "\"}");
	} else {
		at = (size_t)snprintf(line, sizeof line, "%s: %s%s", log->program, level, *level ? ": " : "");
		at = put(line, at, text);
	}
	line[at++] = '\n';
	ssize_t ignored = write(STDERR_FILENO, line, at);
	(void)ignored;
}

void log_error(const struct log *log, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	emit(log, "error", format, args);
	va_end(args);
}

void log_warn(const struct log *log, const char *format, ...)
{
	va_list args;

	if (log->quiet)
		return;
	va_start(args, format);
	emit(log, "warning", format, args);
	va_end(args);
}

void log_info(const struct log *log, const char *format, ...)
{
	va_list args;

	if (log->quiet)
		return;
	va_start(args, format);
	emit(log, log->json ? "info" : "", format, args);
	va_end(args);
}
