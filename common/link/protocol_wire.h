/*
 * protocol_wire: the bytes of the link protocol's messages (LINK.md draws them).
 *
 * First part: envelope of 16 bytes, then the body of the type. Second part, of HELLO and
 * WELCOME from a sender, EOS and DATA: frames.
 */
#ifndef LEAT_LINK_PROTOCOL_WIRE_H
#define LEAT_LINK_PROTOCOL_WIRE_H

#include "base/buf.h"
#include "record/frame.h"

#include <stdbool.h>
#include <stdint.h>

enum link_type {
	LINK_HELLO = 1, LINK_WELCOME, LINK_ERROR, LINK_CREDIT, LINK_DATA, LINK_ACK, LINK_REFUSE,
	LINK_QUERY, LINK_UNKNOWN, LINK_NACK, LINK_PING, LINK_RESET, LINK_EOS, LINK_BYE,
};

enum { WIRE_ENVELOPE = 16, WIRE_RANGE = 24, WIRE_ROUTE = 32, WIRE_REASON_MAX = 255, WIRE_RANGES_MAX = 4096 };

struct wire_envelope {
	enum link_type type;
	uint32_t session;
	uint32_t count; /* of ranges or frames */
};

/* Frames first..last of a stream. */
struct wire_range {
	uint64_t stream, first, last;
};

/* What HELLO and WELCOME say. */
struct wire_greeting {
	uint64_t version;
	bool sender;
	uint64_t window; /* of a receiver */
	uint64_t codecs; /* bit mask of enum codec */
	char stage[32];
};

void wire_begin(struct buf *out, const struct wire_envelope *envelope);
/* Reads the envelope; *body is what follows. False: no message of this protocol. */
bool wire_open(struct str head, struct wire_envelope *envelope, struct str *body);

void wire_put_greeting(struct buf *out, const struct wire_greeting *greeting);
bool wire_greeting(struct str body, struct wire_greeting *greeting);

void wire_put_range(struct buf *out, struct wire_range range);
/* False where the body is shorter. */
bool wire_range(struct str body, uint32_t index, struct wire_range *range);

void wire_put_route(struct buf *out, const struct frame_route *route);
bool wire_route(struct str body, uint32_t index, struct frame_route *route);

void wire_put_number(struct buf *out, uint64_t number);
bool wire_number(struct str body, uint64_t *number);

#endif
