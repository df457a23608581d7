#include "base/buf.h"
#include "base/err.h"

#include <malloc.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { MAPPED_FROM = 8 << 20, KEPT_FREE = 32 << 20 };

/* There is no way on from here that would not lose a record in silence; the crash
 * path is the tested path. */
static void *checked(void *memory)
{
	static const char message[] = "leat: error: out of memory\n";

	if (!memory) {
		ssize_t ignored = write(STDERR_FILENO, message, sizeof message - 1);
		(void)ignored;
		_exit(EXIT_RETRY);
	}
	return memory;
}

void *mem_alloc(size_t size)
{
	return checked(malloc(size ? size : 1));
}

void *mem_zero(size_t count, size_t size)
{
	return checked(calloc(count ? count : 1, size ? size : 1));
}

void *mem_grow(void *old, size_t size)
{
	return checked(realloc(old, size ? size : 1));
}

void mem_keep(void)
{
	mallopt(M_MMAP_THRESHOLD, MAPPED_FROM);
	mallopt(M_TRIM_THRESHOLD, KEPT_FREE);
}

char *mem_strdup(const char *text)
{
	return checked(strdup(text));
}

char *buf_reserve(struct buf *buf, size_t extra)
{
	if (buf->cap - buf->len < extra) {
		size_t need = buf->len + extra;
		size_t cap = buf->cap + buf->cap / 2;

		if (need < buf->len)
			checked(NULL);
		if (cap < need)
			cap = need;
		if (cap < 64)
			cap = 64;
		buf->data = mem_grow(buf->data, cap);
		buf->cap = cap;
	}
	return buf->data ? buf->data + buf->len : NULL;
}

void buf_add(struct buf *buf, const void *bytes, size_t count)
{
	if (count == 0)
		return;
	memcpy(buf_reserve(buf, count), bytes, count);
	buf->len += count;
}

void buf_add_str(struct buf *buf, struct str s)
{
	buf_add(buf, s.at, s.len);
}

void buf_add_text(struct buf *buf, const char *text)
{
	buf_add(buf, text, strlen(text));
}

void buf_add_byte(struct buf *buf, char byte)
{
	*buf_reserve(buf, 1) = byte;
	buf->len++;
}

void buf_addf(struct buf *buf, const char *format, ...)
{
	va_list args, again;

	va_start(args, format);
	va_copy(again, args);
	int need = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (need > 0) {
		vsnprintf(buf_reserve(buf, (size_t)need + 1), (size_t)need + 1, format, again);
		buf->len += (size_t)need;
	}
	va_end(again);
}

const char *buf_cstr(struct buf *buf)
{
	*buf_reserve(buf, 1) = '\0';
	return buf->data;
}

void buf_release(struct buf *buf)
{
	free(buf->data);
	*buf = BUF_INIT;
}

char *buf_detach(struct buf *buf, size_t *len)
{
	char *data = buf->data;

	if (len)
		*len = buf->len;
	*buf = BUF_INIT;
	return data;
}

void buf_swap(struct buf *a, struct buf *b)
{
	struct buf old = *a;

	*a = *b;
	*b = old;
}
