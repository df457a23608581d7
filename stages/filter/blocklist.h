/*
 * blocklist: a set of hosts or URLs, for lists of millions: an open-addressing hash table
 * over the list's own text.
 */
#ifndef LEAT_FILTER_BLOCKLIST_H
#define LEAT_FILTER_BLOCKLIST_H

#include "base/buf.h"

#include <stdbool.h>
#include <stdint.h>

enum blocklist_kind { BLOCKLIST_HOSTS, BLOCKLIST_URLS };

struct blocklist {
	enum blocklist_kind kind;
	struct buf text; /* entries in canonical form, a line each */
	uint64_t *slots; /* offset in text + 1; 0: free */
	size_t slot_count; /* a power of two */
	size_t count;
	uint64_t digest; /* of what was added, in its order */
};

/* Adds the lines of `text`: an entry each; empty lines and those that start with '#' are
 * passed over. A line that is no host (or no absolute URL) is counted as bad. Returns how
 * many were bad. */
size_t blocklist_add(struct blocklist *list, enum blocklist_kind kind, struct str text);

/* Hosts: whether the host of a canonical URL, or a domain above it, is listed. URLs:
 * whether the URL is. */
bool blocklist_holds(const struct blocklist *list, struct str url);
void blocklist_release(struct blocklist *list);

#endif
