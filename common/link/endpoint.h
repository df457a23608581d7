/*
 * endpoint: the words behind --in and --out.
 *
 *   -                       standard input or output
 *   PATH                    a file
 *   bind:tcp://HOST:PORT    a link where this side waits for the others; HOST may be "*"
 *   connect:tcp://HOST:PORT a link where this side calls
 *   bind:ipc://PATH         the same on a Unix socket; connect:ipc://PATH
 *
 * A path that looks like one of the others is written ./PATH.
 */
#ifndef LEAT_LINK_ENDPOINT_H
#define LEAT_LINK_ENDPOINT_H

#include "base/err.h"

#include <stdbool.h>

enum endpoint_kind { ENDPOINT_STANDARD, ENDPOINT_PATH, ENDPOINT_BIND, ENDPOINT_CONNECT };

struct endpoint {
	enum endpoint_kind kind;
	const char *address; /* path or "tcp://...", "ipc://..."; within the word; "-" for standard */
	bool remote; /* tcp that other hosts may reach, or that is on another host */
};

enum { ENDPOINT_IPC_MAX = 107 }; /* bytes of a Unix socket's path, unix(7) */

/* Reads a word; *endpoint borrows from it. An error is EXIT_USAGE and says what is wrong. */
int endpoint_parse(const char *word, struct endpoint *endpoint, struct err *err);

static inline bool endpoint_is_link(const struct endpoint *endpoint)
{
	return endpoint->kind == ENDPOINT_BIND || endpoint->kind == ENDPOINT_CONNECT;
}

#endif
