#include "snapshot_file.h"

#include "base/file.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#define MAGIC UINT64_C(0x50414e535441454c)

enum { VERSION = 1, HEAD = 48, DESCRIPTOR = 32, SECTIONS_MAX = TABLES + NEAR_BANDS_MAX };

struct head {
	uint64_t magic;
	uint32_t version, sections, rows, zero;
	uint64_t covered, chain;
	uint64_t hash;
};
_Static_assert(sizeof(struct head) == HEAD, "as drawn");

struct descriptor {
	uint64_t homes, used, length, hash;
};
_Static_assert(sizeof(struct descriptor) == DESCRIPTOR, "as drawn");

struct layout {
	struct head head;
	struct descriptor descriptors[SECTIONS_MAX];
};

/* Hash of the lengths and checksums of the journal's entries before `end`; false where no
 * entry begins there. */
static bool chain_of(const struct index *index, uint64_t end, uint64_t *chain)
{
	uint64_t at = 0, hash = 0;

	if (end > index->written_len)
		return false;
	while (at < end) {
		uint32_t length;

		if (end - at < ENTRY_HEAD)
			return false;
		length = num_load32(index->written + at);
		if (length < ENTRY_HEAD || length > end - at)
			return false;
		hash = XXH3_64bits_withSeed(index->written + at, 8, hash);
		at += length;
	}
	*chain = hash;
	return true;
}

static uint64_t hash_layout(const struct layout *layout)
{
	return XXH3_64bits_withSeed(layout->descriptors, layout->head.sections * sizeof *layout->descriptors,
				    XXH3_64bits(&layout->head, offsetof(struct head, hash)));
}

/* The tables in the order of their sections; names are made from the journal. */
static unsigned tables_of(const struct index *index, struct table *tables[SECTIONS_MAX])
{
	unsigned count = 0;

	for (unsigned i = TABLE_NAMES + 1; i < TABLES; i++)
		tables[count++] = (struct table *)(uintptr_t)&index->tables[i];
	for (unsigned i = 0; index->settings->near && i < index->settings->near->bands; i++)
		tables[count++] = (struct table *)(uintptr_t)&index->bands.tables[i];
	return count;
}

static bool read_at(int fd, void *to, size_t count, uint64_t offset)
{
	while (count > 0) {
		ssize_t got = pread(fd, to, count, (off_t)offset);

		if (got <= 0)
			return false;
		to = (char *)to + got;
		count -= (size_t)got;
		offset += (uint64_t)got;
	}
	return true;
}

static bool read_layout(int fd, const struct index *index, unsigned sections, struct layout *layout)
{
	struct head *head = &layout->head;
	uint64_t chain, end = HEAD + (uint64_t)sections * DESCRIPTOR;
	struct stat stat;

	if (fstat(fd, &stat) < 0 || !read_at(fd, head, HEAD, 0) || head->magic != MAGIC || head->version != VERSION ||
	    head->sections != sections || !read_at(fd, layout->descriptors, sections * sizeof *layout->descriptors, HEAD) ||
	    head->hash != hash_layout(layout))
		return false;
	for (unsigned i = 0; i < sections; i++) {
		if (layout->descriptors[i].length > (uint64_t)stat.st_size)
			return false;
		end += layout->descriptors[i].length;
	}
	return end == (uint64_t)stat.st_size && chain_of(index, head->covered, &chain) && chain == head->chain;
}

static bool read_table(int fd, struct table *table, const struct descriptor *descriptor, uint64_t offset)
{
	if (!table_is_of(descriptor->homes, descriptor->length))
		return false;
	table_release(table);
	table_make(table, descriptor->homes, descriptor->used);
	return read_at(fd, table->buckets, descriptor->length, offset) &&
		XXH3_64bits(table->buckets, descriptor->length) == descriptor->hash;
}

static bool read_sections(int fd, struct index *index, const struct layout *layout)
{
	struct table *tables[SECTIONS_MAX];
	uint64_t offset = HEAD + (uint64_t)layout->head.sections * DESCRIPTOR;

	tables_of(index, tables);
	for (unsigned i = 0; i < layout->head.sections; i++) {
		const struct descriptor *descriptor = &layout->descriptors[i];

		if (!read_table(fd, tables[i], descriptor, offset))
			return false;
		offset += descriptor->length;
	}
	return true;
}

uint32_t snapshot_read(const char *path, struct index *index, uint64_t *covered)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct table *tables[SECTIONS_MAX];
	unsigned sections = tables_of(index, tables);
	struct layout layout;
	uint32_t rows = 0;

	*covered = 0;
	if (fd < 0)
		return 0;
	if (read_layout(fd, index, sections, &layout)) {
		if (read_sections(fd, index, &layout)) {
			rows = layout.head.rows;
			*covered = layout.head.covered;
		} else {
			index_clear(index);
		}
	}
	close(fd);
	return rows;
}

static int write_all(int fd, const struct index *index, const char *path, struct err *err)
{
	struct table *tables[SECTIONS_MAX];
	unsigned count = tables_of(index, tables);
	struct layout layout = { .head = { .magic = MAGIC, .version = VERSION, .sections = count, .rows = index->rows,
					   .covered = index->written_len } };
	int result;

	if (!chain_of(index, index->written_len, &layout.head.chain))
		return err_set(err, EXIT_FAILED, "%s: the journal has no whole end", path);
	for (unsigned i = 0; i < count; i++)
		layout.descriptors[i] = (struct descriptor){ tables[i]->homes, tables[i]->used, table_bytes(tables[i]),
							      XXH3_64bits(tables[i]->buckets, table_bytes(tables[i])) };
	layout.head.hash = hash_layout(&layout);
	result = file_write(fd, &layout.head, HEAD, path, err) < 0 ||
		file_write(fd, layout.descriptors, layout.head.sections * sizeof *layout.descriptors, path, err) < 0 ? -1 : 0;
	for (unsigned i = 0; result == 0 && i < count; i++)
		result = file_write(fd, tables[i]->buckets, table_bytes(tables[i]), path, err);
	return result;
}

int snapshot_write(const char *path, const struct index *index, struct err *err)
{
	struct buf new = BUF_INIT;
	int fd, result;

	buf_addf(&new, "%s.new", path);
	fd = open(buf_cstr(&new), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	result = fd < 0 ? err_sys(err, EXIT_CUT, "%s: cannot open", buf_cstr(&new)) : write_all(fd, index, buf_cstr(&new), err);
	if (result == 0 && (fsync(fd) < 0 || rename(buf_cstr(&new), path) < 0))
		result = err_sys(err, EXIT_CUT, "%s: cannot write", path);
	if (fd >= 0)
		close(fd);
	if (result < 0)
		unlink(buf_cstr(&new));
	buf_release(&new);
	return result < 0 ? -1 : file_sync_dir(path, err);
}
