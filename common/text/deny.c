#include "text/deny.h"

#include "base/file.h"
#include "base/num.h"
#include "text/url.h"

#define XXH_INLINE_ALL
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <xxhash.h>

enum { DENY_FILE_MAX = 1 << 30, DENY_LINE = 33 };

static size_t count_of(const struct deny *deny)
{
	return deny->hashes.len / sizeof(struct deny_hash);
}

static struct deny_hash hash_of(enum deny_kind kind, struct str name)
{
	XXH128_hash_t hash = XXH3_128bits_withSeed(name.at, name.len, (uint64_t)kind);

	return (struct deny_hash){ hash.high64, hash.low64 };
}

static int by_value(const void *a, const void *b)
{
	const struct deny_hash *x = a, *y = b;

	if (x->high != y->high)
		return x->high < y->high ? -1 : 1;
	return (x->low > y->low) - (x->low < y->low);
}

static void add_hash(struct deny *deny, struct deny_hash hash)
{
	buf_add(&deny->hashes, &hash, sizeof hash);
}

bool deny_add(struct deny *deny, enum deny_kind kind, struct str name)
{
	struct buf canonical = BUF_INIT;
	bool good = kind == DENY_ID  ? name.len > 0 :
		    kind == DENY_URL ? url_canonical(name, &url_tracking_default, &canonical) :
				       url_host(name, &canonical);

	if (good)
		add_hash(deny, hash_of(kind, kind == DENY_ID ? name : buf_str(&canonical)));
	buf_release(&canonical);
	return good;
}

bool deny_add_text(struct deny *deny, struct str digits)
{
	struct deny_hash hash;

	if (digits.len != DENY_LINE - 1 || !num_hex64(str_from(digits.at, 16), &hash.high) ||
	    !num_hex64(str_from(digits.at + 16, 16), &hash.low))
		return false;
	add_hash(deny, hash);
	return true;
}

void deny_text(const struct deny_hash *hash, char digits[33])
{
	snprintf(digits, DENY_LINE, "%016" PRIx64 "%016" PRIx64, hash->high, hash->low);
}

void deny_merge(struct deny *deny, const struct deny *other)
{
	buf_add_str(&deny->hashes, buf_str(&other->hashes));
}

void deny_sort(struct deny *deny)
{
	struct deny_hash *hashes = (void *)deny->hashes.data;
	size_t count = count_of(deny), kept = 0;

	if (count > 0)
		qsort(hashes, count, sizeof *hashes, by_value);
	for (size_t i = 0; i < count; i++)
		if (kept == 0 || by_value(&hashes[kept - 1], &hashes[i]) != 0)
			hashes[kept++] = hashes[i];
	deny->hashes.len = kept * sizeof *hashes;
}

static bool holds(const struct deny *deny, enum deny_kind kind, struct str name)
{
	struct deny_hash hash = hash_of(kind, name);

	return bsearch(&hash, deny->hashes.data, count_of(deny), sizeof hash, by_value) != NULL;
}

bool deny_holds(const struct deny *deny, struct str id, struct str url, struct buf *work)
{
	if (count_of(deny) == 0)
		return false;
	if (id.at && holds(deny, DENY_ID, id))
		return true;
	buf_reset(work);
	if (!url.at || !url_canonical(url, &url_tracking_default, work))
		return false;
	if (holds(deny, DENY_URL, buf_str(work)))
		return true;
	for (struct str host = url_host_of(buf_str(work)); host.len > 0; host = url_host_above(host))
		if (holds(deny, DENY_HOST, host))
			return true;
	return false;
}

void deny_release(struct deny *deny)
{
	buf_release(&deny->hashes);
}

static void path_of(const char *sink, struct buf *out)
{
	struct str path = str_of(sink);

	while (path.len > 1 && str_ends(path, STR("/")))
		path.len--;
	buf_addf(out, "%.*s.deny", STR_ARG(path));
}

static int take_lines(struct deny *deny, const char *path, struct str text, struct err *err)
{
	for (; text.len > 0; text = str_from(text.at + DENY_LINE, text.len - DENY_LINE)) {
		if (text.len < DENY_LINE || text.at[DENY_LINE - 1] != '\n' ||
		    !deny_add_text(deny, str_from(text.at, DENY_LINE - 1)))
			return err_set(err, EXIT_MISMATCH, "%s: is no deny list of leat forget: move it away", path);
	}
	return 0;
}

int deny_load(struct deny *deny, const char *sink, struct err *err)
{
	struct buf path = BUF_INIT, text = BUF_INIT;
	int result = 0;

	path_of(sink, &path);
	if (access(buf_cstr(&path), F_OK) == 0)
		result = file_read(buf_cstr(&path), DENY_FILE_MAX, &text, err);
	if (result == 0)
		result = take_lines(deny, buf_cstr(&path), buf_str(&text), err);
	buf_release(&path);
	buf_release(&text);
	return result;
}

int deny_save(struct deny *deny, const char *sink, struct err *err)
{
	const struct deny_hash *hashes = (const void *)deny->hashes.data;
	struct buf path = BUF_INIT, text = BUF_INIT;

	deny_sort(deny);
	for (size_t i = 0; i < count_of(deny); i++) {
		char digits[DENY_LINE];

		deny_text(&hashes[i], digits);
		buf_addf(&text, "%s\n", digits);
	}
	path_of(sink, &path);
	int result = file_replace(buf_cstr(&path), buf_str(&text), err);
	buf_release(&path);
	buf_release(&text);
	return result;
}
