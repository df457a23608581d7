/*
 * content: what one archive file holds: its frames by name, its recipes, where its durable
 * part ends. Read from the index footer where there is a good one, else by a scan of the
 * frames' headers. Any file of frames is an archive, also one that a shell redirected.
 *
 * A frame counts when a COMMIT or STOP stands behind it. Of a file with neither, all whole
 * frames count (a redirected flow that was cut).
 */
#ifndef LEAT_ARCHIVE_CONTENT_H
#define LEAT_ARCHIVE_CONTENT_H

#include "archive/control.h"
#include "archive/index.h"

struct archive_recipe {
	uint64_t hash; /* as in the frames' headers */
	char *text; /* with a NUL */
};

/* Bytes in front of `end` that are no frame. */
struct archive_damage {
	uint64_t offset, length;
};

struct archive_content {
	struct archive_index index;
	struct buf recipes; /* struct archive_recipe */
	struct buf damage; /* struct archive_damage */
	struct buf note; /* of the last COMMIT: a packed value, or empty */
	struct archive_tail tail; /* tail.end: where the durable part ends, less the footer */
	uint64_t size; /* of the file */
	bool indexed; /* from the footer */
	bool committed; /* has a COMMIT: leat-store wrote it */
	bool in_flow; /* the last flow has no STOP */
};

#define ARCHIVE_CONTENT_INIT ((struct archive_content){ .index = ARCHIVE_INDEX_INIT })

/* Fills *content (ARCHIVE_CONTENT_INIT) from a file. `scan`: do not use the footer. Errors:
 * reading failed (EXIT_CUT); the file is not empty and not frames (EXIT_BAD_INPUT), or of a
 * newer version (EXIT_MISMATCH). */
int archive_content_read(int fd, const char *name, bool scan, struct archive_content *content, struct err *err);
/* Takes what was added to the file since *content was read; 1 where that is frames, else 0. */
int archive_content_update(int fd, const char *name, struct archive_content *content, struct err *err);
/* Text of a recipe, or NULL. */
const char *archive_content_recipe(const struct archive_content *content, uint64_t hash);
void archive_content_add_recipe(struct archive_content *content, uint64_t hash, struct str text);
/* The recipe texts as a packed list. */
void archive_content_pack_recipes(const struct archive_content *content, struct buf *out);
void archive_content_release(struct archive_content *content);

static inline size_t archive_damage_count(const struct archive_content *content)
{
	return content->damage.len / sizeof(struct archive_damage);
}

/* Reads `count` bytes at `offset`; fewer at the end of the file. -1 on error (EXIT_CUT). */
int64_t archive_read_at(int fd, const char *name, uint64_t offset, void *to, size_t count, struct err *err);
/* Reads the frame of `length` bytes at `offset` and parses it; layers are not verified. */
int archive_read_frame(int fd, const char *name, uint64_t offset, uint32_t length, struct frame *frame,
		       struct err *err);

#endif
