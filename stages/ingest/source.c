#include "ingest/source.h"

#include "base/time.h"
#include "ingest/grown_file.h"
#include "ingest/name.h"
#include "record/pack.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* One source on its way. */
struct passage {
	struct source_run *run;
	struct source *source;
	struct flow *flow;
	struct reader *reader;
	struct cutter *cutter;
	uint64_t stream;
	uint64_t told; /* bytes of the file that progress knows of */
	struct cut_end *ends; /* cuts of earlier runs */
	size_t nends;
	uint64_t open_seq, open_ns; /* the frame at hand, and since when it is open; 0: it is not */
	int status; /* of what was done while the input was waited for */
	struct err *err;
};

static void pack_source(const struct source *source, struct buf *out)
{
	const char *head;
	size_t count = input_peek(source->input, NAME_HEAD, &head);
	struct stat st;
	bool sized = source->fd >= 0 && fstat(source->fd, &st) == 0 && S_ISREG(st.st_mode);

	pack_map(out, sized ? 3 : 2);
	pack_text(out, "path");
	pack_str(out, source->shown);
	if (sized) {
		pack_text(out, "size");
		pack_uint(out, (uint64_t)st.st_size);
	}
	pack_text(out, "head_hash");
	pack_uint(out, name_head_hash(str_from(head, count)));
}

static void tell(struct passage *p)
{
	uint64_t now = p->source->input->offset;

	if (now > p->told && p->run->progress)
		p->run->progress(p->run->ctx, now - p->told);
	p->told = now > p->told ? now : p->told;
}

/* A frame that leaves before it is full: its cut is kept first. */
static int send_early(struct passage *p, const struct cut_end *end)
{
	if (end->early && grown_append(p->run->cuts_dir, p->stream, end, p->err) < 0)
		return -1;
	if (cutter_flush(p->cutter, p->err) < 0)
		return -1;
	p->open_ns = 0;
	return p->run->flush(p->run->ctx, p->err);
}

/* input_idle_fn: the frame at hand waits for max_delay_ns and no longer. */
static int on_idle(void *ctx)
{
	struct passage *p = ctx;
	uint64_t now = time_steady_ns();
	struct cut_end end;

	if (!cutter_open_frame(p->cutter, &end))
		return INPUT_WAIT;
	if (p->open_ns == 0 || p->open_seq != end.seq) {
		p->open_seq = end.seq;
		p->open_ns = now;
	}
	if (now - p->open_ns < p->run->max_delay_ns)
		return (int)((p->run->max_delay_ns - (now - p->open_ns)) / 1000000 + 1);
	p->status = send_early(p, &end);
	return p->status < 0 ? INPUT_END : INPUT_WAIT;
}

static int read_docs(struct passage *p, bool *stopped, struct err *err)
{
	struct source_run *run = p->run;
	struct doc doc;

	*stopped = true;
	while (run->limit > 0) {
		if (run->stopping && run->stopping(run->ctx))
			return 0;
		if (!p->reader || !p->reader->ops->next(p->reader, &doc)) {
			if (p->status < 0)
				return -1;
			/* an input that was told to end has not ended */
			*stopped = run->stopping && run->stopping(run->ctx);
			return 0;
		}
		run->limit--;
		tell(p);
		if (cutter_add(p->cutter, &doc, err) < 0)
			return -1;
	}
	return 0;
}

/* Keeps the cut of the last frame before that frame is sent. */
static int keep_cut(struct passage *p, struct err *err)
{
	struct cut_end *kept = NULL;
	struct cut_end end;
	size_t count = 0;
	int result = cutter_end(p->cutter, &end, err);

	if (result == 0)
		result = grown_load(p->run->cuts_dir, p->stream, &kept, &count, err);
	if (result == 0) {
		while (count > 0 && kept[count - 1].src_end >= end.src_end && kept[count - 1].seq >= end.seq)
			count--;
		kept = mem_grow(kept, (count + 1) * sizeof *kept);
		kept[count++] = end;
		result = grown_save(p->run->cuts_dir, p->stream, kept, count, err);
	}
	free(kept);
	return result;
}

static bool may_grow(enum format format)
{
	return format == FORMAT_WARC || format == FORMAT_ARC || format == FORMAT_JSONL;
}

static int pass(struct passage *p, enum format format, enum source_result *result, struct err *err)
{
	bool grows = p->run->grows && may_grow(format);
	bool early = p->run->max_delay_ns > 0;
	bool stopped;

	if ((grows || early) && grown_load(p->run->cuts_dir, p->stream, &p->ends, &p->nends, err) < 0)
		return -1;
	cutter_repeat(p->cutter, p->ends, p->nends);
	if (read_docs(p, &stopped, err) < 0)
		return -1;
	if (stopped)
		*result = SOURCE_STOPPED;
	if (stopped && p->run->limit > 0)
		return 0; /* asked to stop */
	if (!stopped && p->run->whole && !p->run->whole(p->run->ctx)) {
		*result = SOURCE_BROKEN;
		return 0;
	}
	if (grows && !stopped && keep_cut(p, err) < 0)
		return -1;
	if (cutter_finish(p->cutter, err) < 0)
		return -1;
	if (!cutter_agrees(p->cutter))
		*result = SOURCE_CHANGED;
	return 0;
}

int source_read(struct source_run *run, struct source *source, enum source_result *result,
		struct err *err)
{
	struct passage p = { .run = run, .source = source, .stream = name_stream(source->name), .err = err };
	struct reading reading = { .select = &run->select, .faults = &run->faults,
				   .skips = &run->skips, .http = &run->http, .name = source->shown };
	struct buf layer = BUF_INIT;
	enum format format = run->format;
	int status = 0;

	*result = SOURCE_READ;
	pack_source(source, &layer);
	p.flow = reading.flow = flow_open(source->input, &run->faults);
	p.reader = reader_open(&reading, source->shown, &format);
	if (!p.reader && format != FORMAT_EMPTY) {
		*result = SOURCE_FORMAT;
	} else {
		p.cutter = cutter_new(p.flow, &run->faults, p.stream, source->shown, buf_str(&layer),
				      run->emit, run->ctx);
		if (run->max_delay_ns > 0)
			input_set_idle(source->input, on_idle, &p);
		status = pass(&p, format, result, err);
		input_set_idle(source->input, NULL, NULL);
	}
	tell(&p);
	cutter_free(p.cutter);
	if (p.reader)
		p.reader->ops->close(p.reader);
	flow_close(p.flow);
	free(p.ends);
	buf_release(&layer);
	return status;
}
