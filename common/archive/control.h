/*
 * control: the maps in the CONTROL layer of an archive's COMMIT frames, footer and STOP.
 */
#ifndef LEAT_ARCHIVE_CONTROL_H
#define LEAT_ARCHIVE_CONTROL_H

#include "base/buf.h"

#include <stdbool.h>
#include <stdint.h>

#define ARCHIVE_TRAILER_MAGIC "LEATIDX1"
enum { ARCHIVE_TRAILER = 16 };

/* What a COMMIT says of the bytes in front of it. */
struct archive_commit {
	uint64_t stored; /* ms since 1970 */
	uint64_t frames; /* DATA frames among these bytes */
	uint64_t bytes; /* how many bytes directly in front of this frame it vouches for */
	uint64_t after; /* hash of the COMMIT before it in the file; 0: none */
	uint64_t hash; /* XXH3-64 of these bytes, seeded with `after` */
};

/* `note`: a packed value for key "note"; empty: none. */
void archive_commit_pack(const struct archive_commit *commit, struct str note, struct buf *out);
/* False where the map lacks one of them. */
bool archive_commit_read(struct str map, struct archive_commit *commit);

/* What the footer says of the end of the file, so that a writer can go on there. */
struct archive_tail {
	uint64_t frames; /* rows of the whole index */
	uint64_t commit_end; /* offset behind the last COMMIT; the last STOP lies there */
	uint64_t end; /* offset behind the last STOP: here the footer starts */
	uint64_t hash; /* of the last COMMIT */
	uint64_t flow_frames, flow_recipe; /* of the last flow */
	bool interrupted; /* the last STOP says so and stands right behind a COMMIT: the flow may go on */
};

/* `recipes`: a packed list of the recipe texts of the file's flows. */
void archive_tail_pack(const struct archive_tail *tail, struct str recipes, struct str note, struct buf *out);
bool archive_tail_read(struct str map, struct archive_tail *tail, struct str *recipes);

/* The map that opens a flow, and the one that ends it. */
void archive_start_pack(struct str recipe, struct str dedup_state, struct buf *out);
void archive_stop_pack(uint64_t frames, bool complete, struct buf *out);

#endif
