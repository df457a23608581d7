/*
 * member: one gzip member or one zstd frame, decoded whole or in steps.
 */
#ifndef LEAT_INGEST_MEMBER_H
#define LEAT_INGEST_MEMBER_H

#include "ingest/flow.h"

enum {
	MEMBER_PROBE = 64 << 10, /* bytes in sight when a place is probed */
};

enum member_result { MEMBER_DONE, MEMBER_MORE, MEMBER_MORE_ROOM, MEMBER_DAMAGED };

struct member_decoder;

/* What the bytes start: FLOW_PLAIN when neither. */
enum flow_codec member_codec(const char *at, size_t count);

struct member_decoder *member_decoder_new(enum flow_codec codec);
void member_decoder_free(struct member_decoder *decoder);

/* gzip: one member in one go. *used and *got are set when DONE. MORE_ROOM: `room` is too
 * small. DAMAGED: damaged, or not all of it is here. */
enum member_result member_whole(struct member_decoder *decoder, const char *raw, size_t count,
				char *out, size_t room, size_t *used, size_t *got);

/* In steps. DONE: the member has ended. MORE: feed more, or give more room. */
void member_begin(struct member_decoder *decoder);
enum member_result member_step(struct member_decoder *decoder, const char *raw, size_t count,
			       char *out, size_t room, size_t *used, size_t *got);

/* Bytes to skip until one may start; `count` less the bytes that may be its start when
 * none is here, and never less than 1 then. */
size_t member_find(enum flow_codec codec, const char *at, size_t count);
/* The first decoded bytes of what starts here; 0: nothing does. Ends a member_step. */
size_t member_probe(struct member_decoder *decoder, const char *raw, size_t count, char *out,
		    size_t room);

/* zstd: takes a skippable frame at the input's place, and the dictionary that the first
 * frame of a WARC-zstd file holds. False: an ordinary frame is here, or a cut one. */
bool member_take_dictionary(struct member_decoder *decoder, struct input *in);

#endif
