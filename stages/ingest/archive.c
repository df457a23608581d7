#include "ingest/reader.h"

#ifdef HAVE_LIBARCHIVE

#include "base/buf.h"
#include "ingest/open.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdlib.h>

enum {
	BLOCK = 512, /* of tar; libarchive's steps decide what a document covers */
	RATIO_FLOOR = 1 << 20,
	ENTRIES_BAD_MAX = 1000,
};

struct archive_files {
	struct reader base;
	struct archive *archive;
	bool opened, ended;
	size_t lent; /* bytes that libarchive holds and are not yet skipped */
	uint64_t raw; /* where the entry at hand starts in the file as it lies */
	uint64_t begin; /* and in the source */
	uint64_t out; /* bytes that came out of it */
	unsigned bad;
	struct buf path;
	struct input input;
	struct flow *flow;
	struct faults faults;
	struct reader *inner; /* reads the entry at hand; NULL: between entries */
};

static la_ssize_t give(struct archive *archive, void *ctx, const void **at)
{
	struct archive_files *a = ctx;
	struct flow *flow = a->base.in.flow;
	const char *bytes;
	size_t have;

	(void)archive;
	flow_skip(flow, a->lent);
	a->lent = 0;
	while ((have = flow_peek(flow, BLOCK, &bytes)) == 0 && flow_broken(flow))
		flow_resume(flow);
	a->lent = have < BLOCK ? have : BLOCK;
	*at = bytes;
	return (la_ssize_t)a->lent;
}

/* An error ends the entry; the fault is noted here, as nobody above knows the reason. */
static long read_entry(void *ctx, char *out, size_t room)
{
	struct archive_files *a = ctx;
	la_ssize_t got = archive_read_data(a->archive, out, room);
	uint64_t in = flow_pos(a->base.in.flow) + a->lent - a->begin;

	if (got < 0) {
		fault_note(a->base.in.faults, FAULT_ARCHIVE, a->raw, archive_error_string(a->archive));
		return 0;
	}
	a->out += (uint64_t)got;
	if (a->out > RATIO_FLOOR && a->out / FLOW_RATIO_MAX > in) {
		fault_note(a->base.in.faults, FAULT_BOMB, a->raw, "inflates more than 1,000 times");
		return 0;
	}
	return got;
}

/* Offsets in an entry say nothing about the file. */
static void forward(void *ctx, enum fault kind, uint64_t offset, const char *why)
{
	struct archive_files *a = ctx;

	(void)offset;
	fault_note(a->base.in.faults, kind, a->raw, why);
}

static void close_entry(struct archive_files *a)
{
	if (a->inner)
		a->inner->ops->close(a->inner);
	flow_close(a->flow);
	input_close(&a->input);
	a->inner = NULL;
	a->flow = NULL;
}

static void open_entry(struct archive_files *a, const char *path)
{
	struct reading reading = a->base.in;
	enum format format = FORMAT_AUTO;

	buf_reset(&a->path);
	buf_add_text(&a->path, path ? path : "");
	a->out = 0;
	a->faults = (struct faults){ .report = forward, .ctx = a };
	input_open_reader(&a->input, read_entry, a);
	a->flow = flow_open(&a->input, &a->faults);
	reading.flow = a->flow;
	reading.faults = &a->faults;
	reading.inner = true;
	a->inner = reader_open(&reading, buf_str(&a->path), &format);
	if (!a->inner)
		close_entry(a);
}

/* Steps to the next file. False: there is none, or none that can be found. */
static bool next_entry(struct archive_files *a)
{
	struct archive_entry *entry;
	int status;

	while (!a->inner) {
		a->raw = flow_raw(a->base.in.flow);
		a->begin = flow_pos(a->base.in.flow);
		status = archive_read_next_header(a->archive, &entry);
		if (status == ARCHIVE_EOF)
			return false;
		if (status < ARCHIVE_WARN) {
			fault_note(a->base.in.faults, FAULT_ARCHIVE, a->raw,
				   archive_error_string(a->archive));
			if (status == ARCHIVE_FATAL || ++a->bad > ENTRIES_BAD_MAX)
				return false;
			continue;
		}
		/* a zip file that was written to a pipe tells sizes behind its files */
		if (archive_entry_filetype(entry) == AE_IFREG &&
		    (archive_entry_size(entry) != 0 || !archive_entry_size_is_set(entry)))
			open_entry(a, archive_entry_pathname(entry));
	}
	return true;
}

static bool begin(struct archive_files *a)
{
	a->opened = true;
	a->archive = archive_read_new();
	if (!a->archive)
		mem_alloc(SIZE_MAX);
	archive_read_support_format_tar(a->archive);
	archive_read_support_format_zip_streamable(a->archive);
	if (archive_read_open(a->archive, a, NULL, give, NULL) == ARCHIVE_OK)
		return true;
	fault_note(a->base.in.faults, FAULT_ARCHIVE, 0, archive_error_string(a->archive));
	return false;
}

/* What follows the last entry is covered, too. */
static bool finish(struct archive_files *a)
{
	struct flow *flow = a->base.in.flow;

	a->ended = true;
	flow_skip(flow, a->lent);
	a->lent = 0;
	for (;;) {
		flow_discard(flow, UINT64_MAX);
		if (!flow_broken(flow))
			return false;
		flow_resume(flow);
	}
}

static bool archive_next(struct reader *reader, struct doc *doc)
{
	struct archive_files *a = (struct archive_files *)reader;

	if (a->ended)
		return false;
	if (!a->opened && !begin(a))
		return finish(a);
	while (next_entry(a)) {
		if (!a->inner->ops->next(a->inner, doc)) {
			close_entry(a);
			continue;
		}
		doc->member = buf_str(&a->path);
		doc->offset = a->raw;
		doc->ordinal = reader->records++;
		doc->src_begin = reader->covered;
		doc->src_end = reader->covered = flow_pos(reader->in.flow);
		return true;
	}
	return finish(a);
}

static void archive_close(struct reader *reader)
{
	struct archive_files *a = (struct archive_files *)reader;

	close_entry(a);
	archive_read_free(a->archive);
	buf_release(&a->path);
	free(a);
}

struct reader *archive_reader(const struct reading *in)
{
	static const struct reader_ops ops = { archive_next, archive_close };
	struct archive_files *a = mem_zero(1, sizeof *a);

	a->base = (struct reader){ .ops = &ops, .in = *in };
	input_close(&a->input);
	return &a->base;
}

#else

struct reader *archive_reader(const struct reading *in)
{
	(void)in;
	return NULL;
}

#endif
