#include "filter/blocklist.h"

#include "text/url.h"

#define XXH_INLINE_ALL
#include <stdlib.h>
#include <xxhash.h>

static struct str entry_at(const struct blocklist *list, uint64_t slot)
{
	const char *at = list->text.data + slot - 1;
	const char *stop = memchr(at, '\n', list->text.len - (size_t)(slot - 1));

	return str_from(at, (size_t)(stop - at));
}

/* The slot of an entry: its own, or the free one where it would go. */
static size_t find_slot(const struct blocklist *list, struct str entry)
{
	size_t mask = list->slot_count - 1, at = (size_t)XXH3_64bits(entry.at, entry.len) & mask;

	while (list->slots[at] && !str_eq(entry_at(list, list->slots[at]), entry))
		at = (at + 1) & mask;
	return at;
}

static void grow(struct blocklist *list)
{
	uint64_t *old = list->slots;
	size_t old_count = list->slot_count;

	list->slot_count = old_count ? 2 * old_count : 1024;
	list->slots = mem_zero(list->slot_count, sizeof *list->slots);
	for (size_t i = 0; i < old_count; i++)
		if (old[i])
			list->slots[find_slot(list, entry_at(list, old[i]))] = old[i];
	free(old);
}

/* Takes in the entry that stands at the end of the text, from `start`. */
static void insert(struct blocklist *list, size_t start)
{
	struct str entry = str_from(list->text.data + start, list->text.len - start);

	if (2 * (list->count + 1) > list->slot_count)
		grow(list);
	buf_add_byte(&list->text, '\n');
	entry.at = list->text.data + start;
	size_t slot = find_slot(list, entry);
	if (list->slots[slot]) {
		list->text.len = start;
		return;
	}
	list->slots[slot] = start + 1;
	list->count++;
}

/* A list of hosts may be one of URLs, or have a dot or "*." in front. */
static bool canonical_host(struct str line, struct buf *out)
{
	if (str_starts(line, STR("*.")))
		line = str_from(line.at + 2, line.len - 2);
	if (str_starts(line, STR(".")))
		line = str_from(line.at + 1, line.len - 1);
	ptrdiff_t scheme = str_find(line, STR("://"));
	if (scheme >= 0)
		line = str_from(line.at + scheme + 3, line.len - (size_t)scheme - 3);
	const char *slash = memchr(line.at, '/', line.len);
	if (slash)
		line.len = (size_t)(slash - line.at);
	return line.len > 0 && url_host(line, out);
}

size_t blocklist_add(struct blocklist *list, enum blocklist_kind kind, struct str text)
{
	size_t bad = 0;

	list->kind = kind;
	list->digest = XXH3_64bits_withSeed(text.at, text.len, list->digest);
	while (text.len > 0) {
		const char *stop = memchr(text.at, '\n', text.len);
		size_t len = stop ? (size_t)(stop - text.at) : text.len, start = list->text.len;
		struct str line = str_trim(str_from(text.at, len));

		text = str_from(text.at + len, text.len - len);
		if (stop)
			text = str_from(text.at + 1, text.len - 1);
		if (line.len == 0 || line.at[0] == '#')
			continue;
		if (kind == BLOCKLIST_HOSTS ? canonical_host(line, &list->text) :
					      url_canonical(line, &url_tracking_default, &list->text)) {
			insert(list, start);
		} else {
			list->text.len = start;
			bad++;
		}
	}
	return bad;
}

static bool holds(const struct blocklist *list, struct str entry)
{
	return list->slots[find_slot(list, entry)] != 0;
}

bool blocklist_holds(const struct blocklist *list, struct str url)
{
	if (list->count == 0 || !url.at)
		return false;
	if (list->kind == BLOCKLIST_URLS)
		return holds(list, url);
	for (struct str host = url_host_of(url); host.len > 0; host = url_host_above(host))
		if (holds(list, host))
			return true;
	return false;
}

void blocklist_release(struct blocklist *list)
{
	buf_release(&list->text);
	free(list->slots);
	*list = (struct blocklist){ .slots = NULL };
}
