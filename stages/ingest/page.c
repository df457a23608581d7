#include "ingest/reader.h"

#include "base/buf.h"

#include <stdlib.h>

struct page {
	struct reader base;
	struct str mime;
	struct buf held;
	bool done;
};

/* Takes in the source up to the cap; what is beyond it is hashed and passed over. Damage
 * cuts nothing else off than what it hit. */
static void read_all(struct page *p, struct doc *doc)
{
	struct flow *flow = p->base.in.flow;

	for (;;) {
		const char *at;
		size_t count = flow_peek(flow, 1, &at);
		size_t room = DOC_BODY_MAX - p->held.len;

		if (count == 0 && !flow_broken(flow))
			return;
		if (count == 0) {
			doc->truncated = STR("damage");
			flow_resume(flow);
			continue;
		}
		if (count > room && doc->truncated.len == 0) {
			fault_note(p->base.in.faults, FAULT_TRUNCATED, 0, "longer than 16 MiB");
			doc->truncated = STR("length");
		}
		buf_add(&p->held, at, count < room ? count : room);
		flow_skip(flow, count);
	}
}

static bool page_next(struct reader *reader, struct doc *doc)
{
	struct page *p = (struct page *)reader;

	if (p->done)
		return false;
	p->done = true;
	*doc = (struct doc){ .mime = p->mime };
	read_all(p, doc);
	doc->content = buf_str(&p->held);
	doc->src_end = flow_pos(reader->in.flow);
	reader->records = 1;
	reader->covered = doc->src_end;
	return true;
}

static void page_close(struct reader *reader)
{
	struct page *p = (struct page *)reader;

	buf_release(&p->held);
	free(p);
}

struct reader *page_reader(const struct reading *in, struct str mime)
{
	static const struct reader_ops ops = { page_next, page_close };
	struct page *p = mem_zero(1, sizeof *p);

	p->base = (struct reader){ .ops = &ops, .in = *in };
	p->mime = mime;
	return &p->base;
}
