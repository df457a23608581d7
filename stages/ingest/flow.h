/*
 * flow: the decompressed source. Plain bytes, gzip (RFC 1952, any number of members)
 * and zstd (RFC 8878, any number of frames, with the dictionary of WARC-zstd files) are
 * told apart by their first bytes and read alike, through a window. A file that was packed
 * twice over is unpacked twice; raw offsets are then those in the outer layer's content.
 *
 * A gzip member that fits is inflated whole by libdeflate; what does not (solid files,
 * a cut tail, damage) goes through streaming zlib. Damage is noted, what came before it
 * is handed out, and then the flow stands at a *break*: flow_peek gives no more until
 * flow_resume, so that no record reaches over the gap. Behind the break the flow goes
 * on at the next member that decodes and that `begins` accepts.
 *
 * The bytes that are skipped are hashed. One mark can be set, so that a caller who has
 * read one record further can still have the hash up to the record before.
 */
#ifndef LEAT_INGEST_FLOW_H
#define LEAT_INGEST_FLOW_H

#include "ingest/fault.h"
#include "ingest/input.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum flow_codec { FLOW_PLAIN, FLOW_GZIP, FLOW_ZSTD };

enum {
	FLOW_RATIO_MAX = 1000, /* bytes out a byte in, over 1 MiB of output */
};

/* Whether a member that starts with these decoded bytes starts at a record. */
typedef bool flow_begins_fn(const char *at, size_t count);

struct flow;

/* The input and the faults stay the caller's and outlive the flow. */
struct flow *flow_open(struct input *in, struct faults *faults);
void flow_close(struct flow *flow);
void flow_set_begins(struct flow *flow, flow_begins_fn *begins);

enum flow_codec flow_codec(const struct flow *flow);
/* As input_peek; stops at a break. */
size_t flow_peek(struct flow *flow, size_t want, const char **at);
void flow_skip(struct flow *flow, size_t count);
/* Skips up to `count` bytes; returns how many there were. */
uint64_t flow_discard(struct flow *flow, uint64_t count);
/* Offset in the decompressed source. */
uint64_t flow_pos(const struct flow *flow);
/* Where in the file as it lies the member starts that holds the current position. */
uint64_t flow_raw(const struct flow *flow);
/* Distance to the first start of a member that lies at least `from` bytes ahead in what
 * flow_peek gave; SIZE_MAX: none known. Plain input has none. */
size_t flow_boundary(const struct flow *flow, size_t from);
/* Whether a member ends exactly `ahead` bytes from here, as far as the window tells. */
bool flow_ends_member(const struct flow *flow, size_t ahead);
/* Members seen so far. */
uint64_t flow_members(const struct flow *flow);
/* The window ends at a break (or a cut end): what it holds is not followed by more. */
bool flow_broken(const struct flow *flow);
/* Goes over the break; everything before it must have been skipped. */
void flow_resume(struct flow *flow);
/* As input_probe, for plain sources only. */
bool flow_probe(const struct flow *flow, uint64_t ahead, char *out, size_t count, size_t *got);

/* XXH3-64 of the bytes from the mark's predecessor (or the start) to here. */
uint64_t flow_hash(const struct flow *flow);
/* Sets the mark where the flow stands, or, with `at` further on, where it will pass. */
void flow_mark(struct flow *flow, uint64_t at);
/* Whether the mark was passed, and if so the hash up to it. */
bool flow_marked(const struct flow *flow, uint64_t *hash);
/* From now on flow_hash counts from the mark, which is gone. */
void flow_take_mark(struct flow *flow);

#endif
