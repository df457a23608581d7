#include "ingest/name.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

uint64_t name_stream(struct str name)
{
	return XXH3_64bits(name.at, name.len);
}

uint64_t name_head_hash(struct str head)
{
	return XXH3_64bits(head.at, head.len < NAME_HEAD ? head.len : NAME_HEAD);
}

static void add_hex(struct buf *name, const unsigned char hash[16])
{
	buf_add_byte(name, '\0');
	for (int i = 0; i < 16; i++)
		buf_addf(name, "%02x", hash[i]);
}

void name_of_stdin(struct str called, struct str head, struct buf *name)
{
	XXH128_canonical_t hash;

	XXH128_canonicalFromHash(&hash,
				 XXH3_128bits(head.at, head.len < NAME_HEAD ? head.len : NAME_HEAD));
	buf_add_str(name, called);
	add_hex(name, hash.digest);
}

void name_add_revision(struct buf *name, const unsigned char hash[16])
{
	add_hex(name, hash);
}

int name_of_path(const char *path, const char *real_root, struct buf *name, struct err *err)
{
	char *real = realpath(path, NULL);
	size_t root = real_root ? strlen(real_root) : 0;

	if (!real)
		return err_sys(err, EXIT_FAILED, "%s: cannot open", path);
	while (root > 0 && real_root[root - 1] == '/')
		root--;
	if (real_root && (strncmp(real, real_root, root) != 0 || real[root] != '/')) {
		free(real);
		return err_set(err, EXIT_USAGE, "%s: does not lie below --root %s", path, real_root);
	}
	buf_add_text(name, real_root ? real + root + 1 : real);
	free(real);
	return 0;
}
