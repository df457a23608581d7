#include "run/acked.h"
#include "base/file.h"
#include "base/num.h"
#include "base/time.h"
#include "link/protocol_table.h"
#include "record/crc32c.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/random.h>
#include <unistd.h>

enum { HEAD = 16, ENTRY = 32, SUMMED = 24, READ_ENTRIES = 2048 };

static const char magic[8] = { 'L', 'E', 'A', 'T', 'A', 'C', 'K', '1' };

struct entry {
	struct link_node node;
	uint64_t content; /* src_hash and recipe */
	uint64_t order;
	bool durable;
	struct entry *prev, *next; /* of those that are not, in their order */
};

struct acked {
	int fd; /* -1: nothing is kept */
	char *path;
	uint64_t source, order;
	struct link_table table;
	struct entry *first, *last;
	size_t open;
	struct buf unwritten;
};

static uint64_t content_of(const struct frame *frame)
{
	return frame->head.src_hash ^ (frame->head.recipe * 3);
}

static struct entry *find(const struct acked *acked, uint64_t stream, uint64_t seq)
{
	return (struct entry *)(void *)link_table_find(&acked->table, stream, seq);
}

static struct entry *add(struct acked *acked, uint64_t stream, uint64_t seq)
{
	struct entry *entry = find(acked, stream, seq);

	if (entry)
		return entry;
	entry = mem_zero(1, sizeof *entry);
	entry->node.stream = stream;
	entry->node.seq = seq;
	entry->durable = true;
	link_table_add(&acked->table, &entry->node);
	return entry;
}

/* False: not an entry. */
static bool load(struct acked *acked, const char *at)
{
	if (crc32c(0, at, SUMMED) != num_load32(at + SUMMED))
		return false;
	add(acked, num_load64(at), num_load64(at + 8))->content = num_load64(at + 16);
	return true;
}

static int read_entries(struct acked *acked, struct err *err)
{
	char *block = mem_alloc(READ_ENTRIES * ENTRY);
	off_t at = HEAD;
	bool good = true;

	while (good) {
		ssize_t got = pread(acked->fd, block, READ_ENTRIES * ENTRY, at);

		if (got < ENTRY)
			break;
		for (ssize_t i = 0; good && i + ENTRY <= got; i += ENTRY) {
			good = load(acked, block + i);
			at += good ? ENTRY : 0;
		}
	}
	free(block);
	if (ftruncate(acked->fd, at) < 0 || lseek(acked->fd, at, SEEK_SET) < 0)
		return err_sys(err, EXIT_CUT, "%s: cannot read", acked->path);
	return 0;
}

static int begin(struct acked *acked, struct err *err)
{
	char head[HEAD];

	memcpy(head, magic, sizeof magic);
	num_store64(head + sizeof magic, acked->source);
	if (ftruncate(acked->fd, 0) < 0 || lseek(acked->fd, 0, SEEK_SET) < 0)
		return err_sys(err, EXIT_CUT, "%s: cannot write", acked->path);
	if (file_write(acked->fd, head, HEAD, acked->path, err) < 0)
		return -1;
	if (fdatasync(acked->fd) < 0)
		return err_sys(err, EXIT_CUT, "%s: cannot write", acked->path);
	return file_sync_dir(acked->path, err);
}

static int open_file(struct acked *acked, const char *dir, struct err *err)
{
	struct buf path = BUF_INIT;
	char head[HEAD];

	buf_addf(&path, "%s/acked", dir);
	acked->path = mem_strdup(buf_cstr(&path));
	buf_release(&path);
	acked->fd = open(acked->path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (acked->fd < 0)
		return err_sys(err, EXIT_FAILED, "%s: cannot open", acked->path);
	ssize_t got = pread(acked->fd, head, HEAD, 0);
	if (got < HEAD)
		return begin(acked, err);
	if (memcmp(head, magic, sizeof magic) != 0)
		return err_set(err, EXIT_MISMATCH, "%s: not a list of acked frames", acked->path);
	acked->source = num_load64(head + sizeof magic);
	return read_entries(acked, err);
}

struct acked *acked_open(const char *dir, struct err *err)
{
	struct acked *acked = mem_zero(1, sizeof *acked);

	acked->fd = -1;
	if (getrandom(&acked->source, sizeof acked->source, 0) < 0)
		acked->source = time_steady_ns();
	if (dir && open_file(acked, dir, err) < 0) {
		acked_close(acked);
		return NULL;
	}
	return acked;
}

uint64_t acked_source(const struct acked *acked)
{
	return acked->source;
}

size_t acked_open_count(const struct acked *acked)
{
	return acked->open;
}

/* A changed content makes the frame a new one. */
bool acked_place(struct acked *acked, struct frame *frame)
{
	struct entry *entry = find(acked, frame->head.stream, frame->head.seq);
	uint64_t content = content_of(frame);

	frame->route = (struct frame_route){ .source = acked->source, .order = acked->order++ };
	if (entry && entry->durable && entry->content == content)
		return true;
	if (!entry)
		entry = add(acked, frame->head.stream, frame->head.seq);
	if (entry->durable) {
		entry->durable = false;
		entry->next = NULL;
		entry->prev = acked->last;
		*(acked->last ? &acked->last->next : &acked->first) = entry;
		acked->last = entry;
		acked->open++;
	}
	entry->content = content;
	entry->order = frame->route.order;
	frame->route.low = acked->first->order;
	return false;
}

static void note(struct acked *acked, const struct entry *entry)
{
	char bytes[ENTRY] = { 0 };

	num_store64(bytes, entry->node.stream);
	num_store64(bytes + 8, entry->node.seq);
	num_store64(bytes + 16, entry->content);
	num_store32(bytes + SUMMED, crc32c(0, bytes, SUMMED));
	buf_add(&acked->unwritten, bytes, ENTRY);
}

static void make_durable(void *ctx, struct link_node *node)
{
	struct acked *acked = ctx;
	struct entry *entry = (struct entry *)(void *)node;

	if (entry->durable)
		return;
	entry->durable = true;
	*(entry->prev ? &entry->prev->next : &acked->first) = entry->next;
	*(entry->next ? &entry->next->prev : &acked->last) = entry->prev;
	acked->open--;
	if (acked->fd >= 0) {
		note(acked, entry);
		return;
	}
	link_table_remove(&acked->table, node);
	free(entry);
}

int acked_add(struct acked *acked, uint64_t stream, uint64_t first, uint64_t last, struct err *err)
{
	link_table_range(&acked->table, stream, first, last, make_durable, acked);
	if (acked->unwritten.len == 0)
		return 0;
	int result = file_write(acked->fd, acked->unwritten.data, acked->unwritten.len, acked->path, err);
	buf_reset(&acked->unwritten);
	return result;
}

int acked_sync(struct acked *acked, struct err *err)
{
	if (acked->fd >= 0 && fdatasync(acked->fd) < 0)
		return err_sys(err, EXIT_RETRY, "%s: cannot write", acked->path);
	return 0;
}

static void release_one(void *ctx, struct link_node *node)
{
	struct acked *acked = ctx;

	link_table_remove(&acked->table, node);
	free(node);
}

void acked_close(struct acked *acked)
{
	if (!acked)
		return;
	link_table_each(&acked->table, release_one, acked);
	link_table_release(&acked->table);
	if (acked->fd >= 0)
		close(acked->fd);
	buf_release(&acked->unwritten);
	free(acked->path);
	free(acked);
}
