#include "site_lines.h"

#include <stdlib.h>
#include <xxhash.h>

enum { SIZE_MIN = 1024, LEFT_SHARE = 10 };

struct site_line {
	uint64_t key; /* 0: free */
	uint32_t page; /* the last one that has it */
	uint32_t pages;
};

void site_lines_release(struct site_lines *site)
{
	free(site->lines);
	*site = (struct site_lines){ NULL, 0, 0, 0 };
}

void site_lines_reset(struct site_lines *site)
{
	if (site->used)
		memset(site->lines, 0, site->size * sizeof *site->lines);
	site->used = 0;
	site->page = 0;
}

/* The place of the key: with it, or free. */
static struct site_line *find(const struct site_lines *site, uint64_t key)
{
	size_t i = key & (site->size - 1);

	while (site->lines[i].key && site->lines[i].key != key)
		i = (i + 1) & (site->size - 1);
	return &site->lines[i];
}

static void make_room(struct site_lines *site)
{
	struct site_lines old = *site;

	if (site->used * 2 < site->size)
		return;
	site->size = old.size ? 2 * old.size : SIZE_MIN;
	site->lines = mem_zero(site->size, sizeof *site->lines);
	for (size_t i = 0; i < old.size; i++)
		if (old.lines[i].key)
			*find(site, old.lines[i].key) = old.lines[i];
	free(old.lines);
}

/* Takes the next line, with its line break, off *rest. */
static struct str next_line(struct str *rest)
{
	const char *stop = memchr(rest->at, '\n', rest->len);
	struct str line = str_from(rest->at, stop ? (size_t)(stop - rest->at) + 1 : rest->len);

	*rest = str_from(rest->at + line.len, rest->len - line.len);
	return line;
}

static uint64_t key_of(struct str host, struct str line)
{
	struct str plain = str_trim(line);

	return plain.len ? XXH3_64bits_withSeed(plain.at, plain.len, XXH3_64bits(host.at, host.len)) | 1 : 0;
}

void site_lines_add(struct site_lines *site, struct str host, struct str text)
{
	site->page++;
	while (text.len) {
		uint64_t key = key_of(host, next_line(&text));
		struct site_line *line;

		if (!key)
			continue;
		make_room(site);
		line = find(site, key);
		if (!line->key) {
			site->used++;
			line->key = key;
		}
		line->pages += line->page != site->page;
		line->page = site->page;
	}
}

struct str site_lines_strip(const struct site_lines *site, struct str host, struct str text, struct buf *out)
{
	struct str rest = text;

	if (!site->used)
		return text;
	buf_reset(out);
	while (rest.len) {
		struct str line = next_line(&rest);
		uint64_t key = key_of(host, line);

		if (!key || find(site, key)->pages < SITE_LINES_PAGES)
			buf_add_str(out, line);
	}
	return out->len * LEFT_SHARE < text.len ? text : buf_str(out);
}
