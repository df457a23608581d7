#include "archive/reader.h"
#include "archive/writer.h"
#include "base/file.h"
#include "record/build.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { FRAMES = 200, TEXT = 100000 };

/* Bytes that this process has read so far, by any system call. */
static uint64_t bytes_read(void)
{
	FILE *file = fopen("/proc/self/io", "re");
	unsigned long long count = 0;

	cr_assert(file && fscanf(file, "rchar: %llu", &count) == 1);
	fclose(file);
	return count;
}

static void write_archive(const char *path)
{
	struct err err = { .text = "" };
	struct archive_writer *writer = archive_writer_open(path, &err);
	struct frame *frame = frame_new();
	struct build build = BUILD_INIT;
	struct codec_state codecs = CODEC_STATE_INIT;
	char *text = mem_zero(1, TEXT);

	cr_assert(writer && archive_writer_flow(writer, STR("one/1"), STR_NONE, &err) == 0, "%s", err.text);
	for (uint64_t i = 0; i < FRAMES; i++) {
		frame_reset(frame);
		build_text(&build, str_from(text, TEXT));
		build_record(&build);
		build_finish(&build, frame);
		frame->head.stream = 1;
		frame->head.seq = i;
		cr_assert_eq(frame_seal(frame, CODEC_NONE, &codecs, &err), 0);
		cr_assert_eq(archive_writer_append(writer, frame, &err), 0);
	}
	cr_assert_eq(archive_writer_close(writer, true, &err), 0);
	build_release(&build);
	frame_free(frame);
	free(text);
}

/* A frame in the middle of 20 MB: what is read is the index, and that frame. */
Test(reader, seeks)
{
	char path[] = "/tmp/leat-reader-XXXXXX";
	struct err err = { .text = "" };
	struct frame *frame = frame_new();
	int fd = mkstemp(path);

	cr_assert(fd >= 0);
	write_archive(path);
	uint64_t before = bytes_read();
	struct archive_reader *reader = archive_reader_open(path, false, &err);
	cr_assert(reader, "%s", err.text);
	const struct archive_content *content = &archive_reader_file(reader, 0)->content;
	cr_assert_eq(archive_index_count(&content->index), FRAMES);
	const struct archive_row *row = &archive_index_rows(&content->index)[FRAMES / 2];
	cr_assert_eq(archive_reader_frame(reader, 0, row, frame, &err), 0, "%s", err.text);
	uint64_t count = bytes_read() - before;
	cr_expect_eq(frame->head.seq, FRAMES / 2);
	cr_expect_leq(count, row->length + FRAMES * ARCHIVE_ROW + 8192, "%llu bytes were read", (unsigned long long)count);
	frame_free(frame);
	archive_reader_free(reader);
	close(fd);
	unlink(path);
}
