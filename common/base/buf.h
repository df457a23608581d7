/*
 * buf: one growable run of bytes.
 *
 * Invariants: len <= cap; data is NULL exactly when cap is 0; data[len] is not
 * defined (buf_cstr gives a NUL). BUF_INIT is a valid empty buffer. Memory that
 * runs out ends the process with a message and exit status 75: callers cap every
 * size that comes from outside before they grow a buffer to it.
 */
#ifndef LEAT_BASE_BUF_H
#define LEAT_BASE_BUF_H

#include "base/str.h"

#include <stddef.h>
#include <stdint.h>

struct buf {
	char *data;
	size_t len;
	size_t cap;
};

#define BUF_INIT ((struct buf){ NULL, 0, 0 })

/* Makes room for `extra` more bytes and returns where they start. len is unchanged. */
char *buf_reserve(struct buf *buf, size_t extra);
void buf_add(struct buf *buf, const void *bytes, size_t count);
void buf_add_str(struct buf *buf, struct str s);
void buf_add_text(struct buf *buf, const char *text);
void buf_add_byte(struct buf *buf, char byte);
void buf_addf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The content with a NUL behind it; valid until the next change. */
const char *buf_cstr(struct buf *buf);

static inline struct str buf_str(const struct buf *buf)
{
	return (struct str){ buf->data ? buf->data : "", buf->len };
}

/* Empties it and keeps the memory. */
static inline void buf_reset(struct buf *buf)
{
	buf->len = 0;
}

/* Frees the memory; the buffer is BUF_INIT afterwards. */
void buf_release(struct buf *buf);
/* Hands the memory to the caller (free() it) and leaves BUF_INIT. NULL if empty. */
char *buf_detach(struct buf *buf, size_t *len);
/* Trades contents. */
void buf_swap(struct buf *a, struct buf *b);

/* malloc, calloc and realloc that end the process with exit status 75 instead of
 * returning NULL. */
void *mem_alloc(size_t size);
void *mem_zero(size_t count, size_t size);
void *mem_grow(void *old, size_t size);
char *mem_strdup(const char *text);

/* Freed memory is kept for the next use, up to 32 MiB, where malloc by default gives it back
 * to the system, which clears its pages each time. For the start of a program that frames
 * run through. */
void mem_keep(void);

#endif
