#include "link/protocol_wire.h"
#include "base/num.h"
#include "link/protocol.h"
#include "record/flow.h"
#include "record/pack.h"

static const char magic[3] = { 'L', 'K', LINK_VERSION };

void wire_begin(struct buf *out, const struct wire_envelope *envelope)
{
	char *to = buf_reserve(out, WIRE_ENVELOPE);

	memset(to, 0, WIRE_ENVELOPE);
	memcpy(to, magic, sizeof magic);
	to[3] = (char)envelope->type;
	num_store32(to + 4, envelope->session);
	num_store32(to + 8, envelope->count);
	out->len += WIRE_ENVELOPE;
}

bool wire_open(struct str head, struct wire_envelope *envelope, struct str *body)
{
	if (head.len < WIRE_ENVELOPE || memcmp(head.at, magic, 2) != 0)
		return false;
	unsigned type = (unsigned char)head.at[3];
	if (type < LINK_HELLO || type > LINK_BYE)
		return false;
	/* Every version greets alike, so that a mismatch can be told. */
	if (head.at[2] != LINK_VERSION && type > LINK_ERROR)
		return false;
	envelope->type = (enum link_type)type;
	envelope->session = num_load32(head.at + 4);
	envelope->count = num_load32(head.at + 8);
	*body = str_from(head.at + WIRE_ENVELOPE, head.len - WIRE_ENVELOPE);
	return true;
}

void wire_put_greeting(struct buf *out, const struct wire_greeting *greeting)
{
	pack_map(out, 5);
	pack_text(out, "version");
	pack_uint(out, greeting->version);
	pack_text(out, "role");
	pack_text(out, greeting->sender ? "sender" : "receiver");
	pack_text(out, "stage");
	pack_text(out, greeting->stage);
	pack_text(out, "window");
	pack_uint(out, greeting->window);
	pack_text(out, "codecs");
	pack_uint(out, greeting->codecs);
}

bool wire_greeting(struct str body, struct wire_greeting *greeting)
{
	int64_t version, window, codecs;
	struct str role, stage;

	*greeting = (struct wire_greeting){ 0 };
	if (!flow_int(body, "version", &version) || !flow_str(body, "role", &role) ||
	    !flow_str(body, "stage", &stage) || !flow_int(body, "window", &window) ||
	    !flow_int(body, "codecs", &codecs) || version < 0 || window < 0 || codecs < 0)
		return false;
	greeting->version = (uint64_t)version;
	greeting->sender = str_is(role, "sender");
	greeting->window = (uint64_t)window;
	greeting->codecs = (uint64_t)codecs;
	if (stage.len >= sizeof greeting->stage)
		stage.len = sizeof greeting->stage - 1;
	memcpy(greeting->stage, stage.at, stage.len);
	return true;
}

void wire_put_range(struct buf *out, struct wire_range range)
{
	wire_put_number(out, range.stream);
	wire_put_number(out, range.first);
	wire_put_number(out, range.last);
}

bool wire_range(struct str body, uint32_t index, struct wire_range *range)
{
	if (index >= WIRE_RANGES_MAX || body.len / WIRE_RANGE <= index)
		return false;
	const char *at = body.at + (size_t)index * WIRE_RANGE;
	*range = (struct wire_range){ num_load64(at), num_load64(at + 8), num_load64(at + 16) };
	return range->first <= range->last;
}

void wire_put_route(struct buf *out, const struct frame_route *route)
{
	wire_put_number(out, route->source);
	wire_put_number(out, route->order);
	wire_put_number(out, route->low);
	wire_put_number(out, route->attempt);
}

bool wire_route(struct str body, uint32_t index, struct frame_route *route)
{
	if (body.len / WIRE_ROUTE <= index)
		return false;
	const char *at = body.at + (size_t)index * WIRE_ROUTE;
	*route = (struct frame_route){ num_load64(at), num_load64(at + 8), num_load64(at + 16), num_load32(at + 24) };
	return true;
}

void wire_put_number(struct buf *out, uint64_t number)
{
	num_store64(buf_reserve(out, sizeof number), number);
	out->len += sizeof number;
}

bool wire_number(struct str body, uint64_t *number)
{
	if (body.len < sizeof *number)
		return false;
	*number = num_load64(body.at);
	return true;
}
