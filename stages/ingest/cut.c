#include "ingest/cut.h"

#include "ingest/json_pack.h"
#include "record/crc32c.h"
#include "record/fields.h"
#include "record/pack.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { CUT_REPEATED = 24 << 20 };

struct cutter {
	struct flow *flow;
	struct faults *faults;
	cut_emit_fn *emit;
	void *ctx;
	uint64_t stream;
	struct buf name;
	struct buf source; /* goes with seq 0 */
	struct buf meta, bulk; /* of the frame at hand */
	uint32_t bulk_crc; /* reckoned document by document, while that is in the processor's cache */
	struct buf fields; /* of the record at hand */
	uint32_t nfields;
	uint32_t nrec;
	uint64_t markup, text; /* bytes in the frame at hand */
	uint64_t seq;
	uint64_t begin;
	uint64_t mark; /* where the frame ends if another document comes */
	bool full; /* the mark is set behind the last document */
	const struct cut_end *ends;
	size_t nends, next_end;
	bool repeating; /* the frame at hand is ends[next_end] */
	bool changed;
};

struct cutter *cutter_new(struct flow *flow, struct faults *faults, uint64_t stream, struct str name,
			  struct str source, cut_emit_fn *emit, void *ctx)
{
	struct cutter *c = mem_zero(1, sizeof *c);

	c->flow = flow;
	c->faults = faults;
	c->emit = emit;
	c->ctx = ctx;
	c->stream = stream;
	buf_add_str(&c->name, name);
	buf_add_str(&c->source, source);
	return c;
}

void cutter_free(struct cutter *c)
{
	if (!c)
		return;
	buf_release(&c->name);
	buf_release(&c->source);
	buf_release(&c->meta);
	buf_release(&c->bulk);
	buf_release(&c->fields);
	free(c);
}

/* If the frame that starts here is one to make again, its end is the mark. */
static void arm(struct cutter *c)
{
	c->full = false;
	c->repeating = c->next_end < c->nends && c->ends[c->next_end].src_begin == c->begin;
	if (!c->repeating)
		return;
	c->mark = c->ends[c->next_end].src_end;
	if (c->mark < flow_pos(c->flow)) {
		c->repeating = false;
		c->changed = true;
		return;
	}
	flow_mark(c->flow, c->mark);
}

void cutter_repeat(struct cutter *c, const struct cut_end *ends, size_t count)
{
	c->ends = ends;
	c->nends = count;
	arm(c);
}

static int emit(struct cutter *c, uint64_t end, uint64_t hash, bool final, struct err *err)
{
	struct frame *frame = frame_new();

	if (c->repeating) {
		c->changed |= hash != c->ends[c->next_end].src_hash;
		c->next_end++;
	}
	frame->head.stream = c->stream;
	frame->head.seq = c->seq;
	frame->head.src_begin = c->begin;
	frame->head.src_end = end;
	frame->head.src_hash = hash;
	frame->head.nrec = c->nrec;
	frame->head.flags = final ? FRAME_FINAL : 0;
	if (c->nrec > 0) {
		frame_set_layer(frame, LAYER_META, &c->meta);
		frame_set_summed_layer(frame, LAYER_BULK, &c->bulk, c->bulk_crc);
	}
	if (c->seq == 0)
		frame_set_layer(frame, LAYER_SOURCE, &c->source);
	c->seq++;
	c->begin = end;
	c->nrec = 0;
	c->bulk_crc = 0;
	c->markup = c->text = 0;
	return c->emit(c->ctx, frame, err);
}

static void field(struct cutter *c, const char *name, struct str value)
{
	if (!value.at)
		return;
	pack_text(&c->fields, name);
	pack_str(&c->fields, value);
	c->nfields++;
}

static void number(struct cutter *c, const char *name, uint64_t value)
{
	pack_text(&c->fields, name);
	pack_uint(&c->fields, value);
	c->nfields++;
}

static void field_id(struct cutter *c, const struct doc *doc)
{
	char id[48];

	if (doc->id.len > 0) {
		field(c, FIELD_ID, doc->id);
		return;
	}
	snprintf(id, sizeof id, "%016" PRIx64 "-%" PRIu64, c->stream, doc->ordinal);
	field(c, FIELD_ID, str_of(id));
}

/* Fields that ingest or a verdict writes: the source's own of that name get another. */
static bool is_taken(struct str key)
{
	static const char *const taken[] = {
		FIELD_ID,     FIELD_URL,   FIELD_SOURCE, FIELD_OFFSET,	  FIELD_FETCHED, FIELD_MIME,
		FIELD_STATUS, FIELD_DUP,   FIELD_FILTER, FIELD_TRUNCATED, FIELD_DROP,	 FIELD_REJECT,
		FIELD_TEXT,   FIELD_BODY, FIELD_CHARSET, FIELD_CHARSET_FROM,
	};

	for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
		if (str_is(key, taken[i]))
			return true;
	return false;
}

static void further_fields(struct cutter *c, const struct doc *doc)
{
	size_t start = c->fields.len;
	bool lost = false;

	for (uint32_t i = 0; i < doc->nfields && c->nfields < DOC_FIELDS_MAX; i++) {
		const struct doc_field *f = &doc->fields[i];
		size_t before = c->fields.len;
		size_t used = before - start;
		bool fits = used + f->key.len + f->value.len + 32 < CUT_FIELDS;

		if (fits && is_taken(f->key)) {
			struct buf renamed = BUF_INIT;

			buf_add_text(&renamed, "given_");
			buf_add_str(&renamed, f->key);
			pack_str(&c->fields, buf_str(&renamed));
			buf_release(&renamed);
		} else if (fits) {
			pack_str(&c->fields, f->key);
		}
		if (fits && !f->json)
			pack_str(&c->fields, f->value);
		else if (fits)
			fits = json_pack(f->value, CUT_FIELDS - used, &c->fields);
		if (!fits)
			c->fields.len = before;
		c->nfields += fits;
		lost |= !fits;
	}
	if (lost)
		fault_note(c->faults, FAULT_JSON, doc->offset, "a field that cannot be carried is left out");
}

static bool is_text(const struct doc *doc)
{
	return doc->is_text || str_is(doc->mime, "text/plain");
}

static void append(struct cutter *c, const struct doc *doc)
{
	size_t before = c->meta.len, bulk = c->bulk.len;

	buf_reset(&c->fields);
	c->nfields = 0;
	field_id(c, doc);
	field(c, FIELD_URL, doc->url);
	field(c, FIELD_SOURCE, buf_str(&c->name));
	if (doc->member.at)
		field(c, "member", doc->member);
	number(c, FIELD_OFFSET, doc->offset);
	field(c, FIELD_FETCHED, doc->fetched);
	field(c, FIELD_MIME, doc->mime);
	field(c, FIELD_CHARSET, doc->charset);
	if (doc->status > 0)
		number(c, FIELD_STATUS, (uint64_t)doc->status);
	field(c, FIELD_ROBOTS, doc->robots);
	field(c, FIELD_TDM, doc->tdm);
	field(c, FIELD_TRUNCATED, doc->truncated);
	further_fields(c, doc);
	pack_map(&c->meta, c->nfields);
	buf_add_str(&c->meta, buf_str(&c->fields));

	if (c->bulk.cap == 0) /* a frame takes the buffer along: do not grow it step by step */
		buf_reserve(&c->bulk, is_text(doc) ? 2 * CUT_TEXT : CUT_MARKUP + CUT_MARKUP / 4);
	pack_map(&c->bulk, 1);
	pack_text(&c->bulk, doc->is_text ? FIELD_TEXT : FIELD_BODY);
	if (doc->is_text)
		pack_str(&c->bulk, doc->content);
	else
		pack_bin(&c->bulk, doc->content);
	c->bulk_crc = crc32c(c->bulk_crc, c->bulk.data + bulk, c->bulk.len - bulk);
	*(is_text(doc) ? &c->text : &c->markup) += doc->content.len + c->meta.len - before;
	c->nrec++;
}

/* Whether the frame at hand is one to make again that was the last of its source. */
static bool was_final(const struct cutter *c)
{
	return c->repeating && !c->ends[c->next_end].early;
}

int cutter_add(struct cutter *c, const struct doc *doc, struct err *err)
{
	uint64_t hash;

	if (flow_marked(c->flow, &hash) && (c->full || doc->src_end > c->mark)) {
		if (emit(c, c->mark, hash, was_final(c), err) < 0)
			return -1;
		flow_take_mark(c->flow);
		arm(c);
	}
	append(c, doc);
	if (c->repeating && (c->nrec == FRAME_RECORDS_MAX || c->bulk.len > CUT_REPEATED)) {
		c->repeating = false; /* no frame was ever like this */
		c->changed = true;
	}
	if (c->repeating) {
		c->full = doc->src_end == c->mark;
	} else if (c->markup >= CUT_MARKUP || c->text >= CUT_TEXT || c->meta.len >= CUT_META ||
		   c->nrec == FRAME_RECORDS_MAX) {
		c->full = true;
		c->mark = flow_pos(c->flow);
		flow_mark(c->flow, c->mark);
	}
	return 0;
}

bool cutter_open_frame(const struct cutter *c, struct cut_end *end)
{
	uint64_t hash;

	if (c->nrec == 0)
		return false;
	if (flow_marked(c->flow, &hash))
		*end = (struct cut_end){ c->seq, c->begin, c->mark, hash, !c->repeating };
	else if (c->repeating)
		return false;
	else
		*end = (struct cut_end){ c->seq, c->begin, flow_pos(c->flow), flow_hash(c->flow), true };
	return true;
}

int cutter_flush(struct cutter *c, struct err *err)
{
	struct cut_end end;

	if (!cutter_open_frame(c, &end))
		return 0;
	if (emit(c, end.src_end, end.src_hash, was_final(c), err) < 0)
		return -1;
	if (end.src_end == flow_pos(c->flow))
		flow_mark(c->flow, end.src_end);
	flow_take_mark(c->flow);
	arm(c);
	return 0;
}

int cutter_end(struct cutter *c, struct cut_end *end, struct err *err)
{
	uint64_t pos = flow_pos(c->flow);
	uint64_t hash;

	if (c->repeating && flow_marked(c->flow, &hash) && (pos > c->mark || c->ends[c->next_end].early)) {
		if (emit(c, c->mark, hash, was_final(c), err) < 0)
			return -1;
		flow_take_mark(c->flow);
		arm(c);
	}
	*end = (struct cut_end){ c->seq, c->begin, pos, flow_hash(c->flow), false };
	return 0;
}

int cutter_finish(struct cutter *c, struct err *err)
{
	struct cut_end end;

	if (cutter_end(c, &end, err) < 0)
		return -1;
	return emit(c, end.src_end, end.src_hash, true, err);
}

bool cutter_agrees(const struct cutter *c)
{
	return !c->changed;
}
