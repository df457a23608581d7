/*
 * scrape: the pages of several metrics ports at once (HTTP/1.0, GET).
 */
#ifndef LEAT_LEAT_SCRAPE_H
#define LEAT_LEAT_SCRAPE_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

enum { SCRAPE_PAGE_MAX = 1 << 20, SCRAPE_MS = 1000 };

struct scrape {
	struct sockaddr_storage address;
	socklen_t address_len;
	char name[64]; /* "127.0.0.1:9464" */
	struct buf page; /* what followed the head of a 200 */
	bool answered;
	int fd; /* while it runs */
	size_t sent;
};

/* Adds HOST:PORT or HOST:FIRST-LAST to a growing list; the host is an address in numbers. */
int scrape_add(struct scrape **list, size_t *count, const char *address, struct err *err);
/* Gets `path` of each; who has not answered whole within SCRAPE_MS has not answered. */
void scrape_all(struct scrape *list, size_t count, const char *path);
void scrape_release(struct scrape *list, size_t count);

#endif
