#include "ingest/flow.h"

#include "base/buf.h"
#include "ingest/member.h"

#include <stdlib.h>
#include <string.h>
#if defined(__x86_64__) && __has_include(<xxh_x86dispatch.h>)
#include <xxh_x86dispatch.h> /* AVX2 and AVX-512 where the machine has them */
#else
#include <xxhash.h>
#endif

enum {
	RAW_FIRST = 256 << 10, /* compressed bytes in sight when a whole member is tried */
	RAW_WHOLE = 1 << 20, /* and when that was too few */
	ROOM_MIN = 1 << 20,
	ROOM_WHOLE_MAX = 8 << 20, /* larger members are streamed */
	ROOM_STREAM = 256 << 10,
	MARKS_MAX = 65536, /* member starts remembered in the window */
	RATIO_FLOOR = 1 << 20,
};

enum state { AT_MEMBER, IN_MEMBER, AT_BREAK, AT_END };

struct mark {
	uint64_t pos;
	uint64_t raw;
};

struct flow {
	struct input *in;
	struct flow *outer; /* that `in` reads from, where a file is packed twice; NULL */
	struct input inner;
	struct faults *faults;
	enum flow_codec codec;
	enum state state;
	bool seek; /* behind the break, look for a member first */
	flow_begins_fn *begins;
	struct member_decoder *decoder;
	char *window;
	size_t at;
	size_t end;
	size_t cap;
	size_t room; /* for a whole member */
	uint64_t pos; /* of window[at] */
	struct mark *marks; /* member starts, the first at or before pos */
	size_t nmarks;
	size_t marks_cap;
	uint64_t members;
	uint64_t member_raw; /* of the member that is being streamed */
	uint64_t member_out;
	XXH3_state_t *hash;
	XXH3_state_t *ahead; /* from the mark on */
	uint64_t mark;
	uint64_t mark_hash;
	bool mark_set;
	bool mark_passed;
};

static struct flow *open_on(struct input *in, struct faults *faults)
{
	struct flow *flow = mem_zero(1, sizeof *flow);
	const char *at;
	size_t count = input_peek(in, 4, &at);

	flow->in = in;
	flow->faults = faults;
	flow->codec = member_codec(at, count);
	flow->room = ROOM_MIN;
	flow->hash = XXH3_createState();
	flow->ahead = XXH3_createState();
	if (!flow->hash || !flow->ahead)
		mem_alloc(SIZE_MAX);
	XXH3_64bits_reset(flow->hash);
	if (flow->codec != FLOW_PLAIN)
		flow->decoder = member_decoder_new(flow->codec);
	return flow;
}

/* input_read_fn: what the outer flow holds. */
static long read_outer(void *ctx, char *out, size_t room)
{
	struct flow *outer = ctx;
	const char *at;
	size_t have;

	while ((have = flow_peek(outer, 1, &at)) == 0 && flow_broken(outer))
		flow_resume(outer);
	have = have < room ? have : room;
	memcpy(out, at, have);
	flow_skip(outer, have);
	return (long)have;
}

struct flow *flow_open(struct input *in, struct faults *faults)
{
	struct flow *outer = open_on(in, faults), *flow;
	struct input inner;
	const char *at;
	size_t have = outer->codec == FLOW_PLAIN ? 0 : flow_peek(outer, 4, &at);

	if (have == 0 || member_codec(at, have) == FLOW_PLAIN)
		return outer;
	input_open_reader(&inner, read_outer, outer);
	flow = open_on(&inner, faults);
	flow->outer = outer;
	flow->inner = inner;
	flow->in = &flow->inner;
	return flow;
}

void flow_close(struct flow *flow)
{
	if (!flow)
		return;
	if (flow->outer) {
		input_close(&flow->inner);
		flow_close(flow->outer);
	}
	member_decoder_free(flow->decoder);
	XXH3_freeState(flow->hash);
	XXH3_freeState(flow->ahead);
	free(flow->window);
	free(flow->marks);
	free(flow);
}

void flow_set_begins(struct flow *flow, flow_begins_fn *begins)
{
	flow->begins = begins;
}

static void mark_member(struct flow *flow, uint64_t raw)
{
	uint64_t pos = flow->pos + (flow->end - flow->at);

	flow->members++;
	if (flow->nmarks > 0 && flow->marks[flow->nmarks - 1].pos == pos) {
		flow->marks[flow->nmarks - 1].raw = raw; /* the one before was empty */
		return;
	}
	if (flow->nmarks == MARKS_MAX)
		return;
	if (flow->nmarks == flow->marks_cap) {
		flow->marks_cap = flow->marks_cap ? flow->marks_cap * 2 : 16;
		flow->marks = mem_grow(flow->marks, flow->marks_cap * sizeof *flow->marks);
	}
	flow->marks[flow->nmarks++] = (struct mark){ pos, raw };
}

/* Room for `extra` bytes behind what the window holds. */
static void make_room(struct flow *flow, size_t extra)
{
	if (flow->at == flow->end)
		flow->at = flow->end = 0;
	if (flow->cap - flow->end >= extra)
		return;
	if (flow->at > 0) {
		memmove(flow->window, flow->window + flow->at, flow->end - flow->at);
		flow->end -= flow->at;
		flow->at = 0;
	}
	if (flow->cap - flow->end < extra) {
		size_t cap = flow->end + extra;

		if (flow->end > 0)
			cap += cap / 2;
		flow->window = mem_grow(flow->window, cap);
		flow->cap = cap;
	}
}

static void break_off(struct flow *flow, enum fault kind, const char *why)
{
	fault_note(flow->faults, kind, flow->member_raw, why);
	flow->state = AT_BREAK;
	flow->seek = true;
}

/* The member was left half-way: its successor may start before the place where the
 * decoder noticed. */
static void back_into_member(struct flow *flow)
{
	uint64_t back = flow->in->offset - flow->member_raw;

	if (back > 0)
		input_back(flow->in, back - 1 < INPUT_BACK ? (size_t)back - 1 : INPUT_BACK);
	else if (input_peek(flow->in, 1, &(const char *){ NULL }) > 0)
		input_skip(flow->in, 1); /* never the same place twice */
}

static enum fault damage_kind(const struct flow *flow)
{
	return flow->codec == FLOW_GZIP ? FAULT_GZIP : FAULT_ZSTD;
}

/* Inflates the member that starts here in one go. False: it has to be streamed. */
static bool fill_whole(struct flow *flow)
{
	const char *raw;
	size_t sight = RAW_FIRST;

	for (;;) {
		/* Which way a member goes must not depend on how the bytes came. */
		size_t have = input_peek(flow->in, sight, &raw);
		size_t count = have < sight ? have : sight;

		size_t used, got;
		enum member_result result;

		make_room(flow, flow->room);
		result = member_whole(flow->decoder, raw, count, flow->window + flow->end,
				      flow->room, &used, &got);
		if (result == MEMBER_DONE) {
			mark_member(flow, flow->in->offset);
			input_skip(flow->in, used);
			flow->end += got;
			return true;
		}
		if (result == MEMBER_MORE_ROOM && flow->room < ROOM_WHOLE_MAX)
			flow->room *= 2;
		else if (result == MEMBER_DAMAGED && count == sight && sight < RAW_WHOLE)
			sight = RAW_WHOLE;
		else
			return false;
	}
}

static void begin_stream(struct flow *flow)
{
	member_begin(flow->decoder);
	mark_member(flow, flow->in->offset);
	flow->member_raw = flow->in->offset;
	flow->member_out = 0;
	flow->state = IN_MEMBER;
}

static void fill_stream(struct flow *flow)
{
	const char *raw;
	size_t count = input_peek(flow->in, 1, &raw);
	size_t used, got;
	uint64_t in;
	enum member_result result;

	make_room(flow, ROOM_STREAM);
	result = member_step(flow->decoder, raw, count, flow->window + flow->end,
			     flow->cap - flow->end, &used, &got);
	input_skip(flow->in, used);
	flow->end += got;
	flow->member_out += got;
	in = flow->in->offset - flow->member_raw;
	if (result == MEMBER_DONE) {
		flow->state = AT_MEMBER;
	} else if (result == MEMBER_DAMAGED) {
		break_off(flow, damage_kind(flow), "damaged; goes on behind it");
		back_into_member(flow);
	} else if (count == 0 && got == 0) {
		break_off(flow, FAULT_TRUNCATED, "the compressed data ends in the middle");
		back_into_member(flow);
	} else if (flow->member_out > RATIO_FLOOR && flow->member_out / FLOW_RATIO_MAX > in) {
		break_off(flow, FAULT_BOMB, "inflates more than 1,000 times");
	}
}

/* Steps to the next place where a member starts that decodes and begins a record. */
static void seek_member(struct flow *flow)
{
	const char *raw;
	size_t count;

	flow->seek = false;
	while ((count = input_peek(flow->in, MEMBER_PROBE, &raw)) > 0) {
		size_t skip = member_find(flow->codec, raw, count);
		char head[64];
		size_t got;

		if (skip > 0) {
			input_skip(flow->in, skip);
			continue;
		}
		got = member_probe(flow->decoder, raw, count < MEMBER_PROBE ? count : MEMBER_PROBE,
				   head, sizeof head);
		if (got > 0 && (!flow->begins || flow->begins(head, got)))
			return;
		input_skip(flow->in, 1);
	}
}

/* What lies between two members: zeros are padding, other bytes are damage. */
static void skip_gap(struct flow *flow)
{
	const char *raw;
	size_t count;
	uint64_t start = flow->in->offset;

	while ((count = input_peek(flow->in, 1, &raw)) > 0 && raw[0] == 0) {
		size_t zeros = 1;

		while (zeros < count && raw[zeros] == 0)
			zeros++;
		input_skip(flow->in, zeros);
	}
	if (flow->in->offset > start)
		fault_note(flow->faults, FAULT_WARN, start, "zeros between or behind the members");
	count = input_peek(flow->in, 4, &raw);
	if (count > 0 && member_codec(raw, count) != flow->codec) {
		flow->member_raw = flow->in->offset;
		break_off(flow, damage_kind(flow), "bytes between the members");
	}
}

/* Takes in more. False: nothing more before a break or the end. */
static bool fill(struct flow *flow)
{
	const char *raw;
	size_t count;

	switch (flow->state) {
	case AT_BREAK:
	case AT_END:
		return false;
	case IN_MEMBER:
		fill_stream(flow);
		return true;
	case AT_MEMBER:
		break;
	}
	count = input_peek(flow->in, 4, &raw);
	if (count == 0) {
		flow->state = AT_END;
	} else if (member_codec(raw, count) != flow->codec) {
		skip_gap(flow);
	} else if (flow->codec == FLOW_GZIP ? !fill_whole(flow) :
					      !member_take_dictionary(flow->decoder, flow->in)) {
		begin_stream(flow);
	}
	return true;
}

enum flow_codec flow_codec(const struct flow *flow)
{
	return flow->codec;
}

size_t flow_peek(struct flow *flow, size_t want, const char **at)
{
	if (flow->codec == FLOW_PLAIN)
		return input_peek(flow->in, want, at);
	while (flow->end - flow->at < want && fill(flow))
		;
	*at = flow->window ? flow->window + flow->at : "";
	return flow->end - flow->at;
}

static void pass_mark(struct flow *flow)
{
	flow->mark_passed = true;
	flow->mark_hash = XXH3_64bits_digest(flow->hash);
	XXH3_64bits_reset(flow->ahead);
}

static void hash(struct flow *flow, const char *at, size_t count)
{
	if (flow->mark_set && !flow->mark_passed && flow->mark - flow_pos(flow) <= count) {
		size_t before = (size_t)(flow->mark - flow_pos(flow));

		XXH3_64bits_update(flow->hash, at, before);
		pass_mark(flow);
		at += before;
		count -= before;
	}
	XXH3_64bits_update(flow->hash, at, count);
	if (flow->mark_passed)
		XXH3_64bits_update(flow->ahead, at, count);
}

void flow_skip(struct flow *flow, size_t count)
{
	size_t passed = 0;

	if (count == 0)
		return;
	if (flow->codec == FLOW_PLAIN) {
		hash(flow, flow->in->window + flow->in->at, count);
		input_skip(flow->in, count);
		return;
	}
	hash(flow, flow->window + flow->at, count);
	flow->at += count;
	flow->pos += count;
	while (passed + 1 < flow->nmarks && flow->marks[passed + 1].pos <= flow->pos)
		passed++;
	if (passed > 0) {
		flow->nmarks -= passed;
		memmove(flow->marks, flow->marks + passed, flow->nmarks * sizeof *flow->marks);
	}
}

uint64_t flow_discard(struct flow *flow, uint64_t count)
{
	uint64_t left = count;

	while (left > 0) {
		const char *at;
		size_t have = flow_peek(flow, 1, &at);

		if (have == 0)
			break;
		if (have > left)
			have = (size_t)left;
		flow_skip(flow, have);
		left -= have;
	}
	return count - left;
}

uint64_t flow_pos(const struct flow *flow)
{
	return flow->codec == FLOW_PLAIN ? flow->in->offset : flow->pos;
}

uint64_t flow_raw(const struct flow *flow)
{
	if (flow->codec == FLOW_PLAIN)
		return flow->in->offset;
	for (size_t i = flow->nmarks; i > 0; i--)
		if (flow->marks[i - 1].pos <= flow->pos)
			return flow->marks[i - 1].raw;
	return flow->in->offset;
}

size_t flow_boundary(const struct flow *flow, size_t from)
{
	if (flow->codec == FLOW_PLAIN)
		return SIZE_MAX;
	for (size_t i = 0; i < flow->nmarks; i++)
		if (flow->marks[i].pos >= flow->pos + from &&
		    flow->marks[i].pos - flow->pos < flow->end - flow->at)
			return (size_t)(flow->marks[i].pos - flow->pos);
	return SIZE_MAX;
}

bool flow_ends_member(const struct flow *flow, size_t ahead)
{
	return flow->codec != FLOW_PLAIN &&
	       ((flow->state == AT_MEMBER && flow->end - flow->at == ahead) ||
		flow_boundary(flow, ahead) == ahead);
}

uint64_t flow_members(const struct flow *flow)
{
	return flow->members;
}

bool flow_broken(const struct flow *flow)
{
	return flow->state == AT_BREAK;
}

void flow_resume(struct flow *flow)
{
	if (flow->state != AT_BREAK)
		return;
	flow->state = AT_MEMBER;
	if (flow->seek)
		seek_member(flow);
}

bool flow_probe(const struct flow *flow, uint64_t ahead, char *out, size_t count, size_t *got)
{
	return flow->codec == FLOW_PLAIN && input_probe(flow->in, ahead, out, count, got);
}

uint64_t flow_hash(const struct flow *flow)
{
	return XXH3_64bits_digest(flow->hash);
}

void flow_mark(struct flow *flow, uint64_t at)
{
	flow->mark = at;
	flow->mark_set = at >= flow_pos(flow);
	flow->mark_passed = false;
	if (at == flow_pos(flow))
		pass_mark(flow);
}

bool flow_marked(const struct flow *flow, uint64_t *hash_out)
{
	if (flow->mark_passed)
		*hash_out = flow->mark_hash;
	return flow->mark_passed;
}

void flow_take_mark(struct flow *flow)
{
	XXH3_state_t *old = flow->hash;

	flow->hash = flow->ahead;
	flow->ahead = old;
	flow->mark_set = flow->mark_passed = false;
}
