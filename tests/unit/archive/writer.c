#include "archive/reader.h"
#include "archive/writer.h"
#include "base/file.h"
#include "record/build.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static char path[64];

static void in_folder(void)
{
	char folder[] = "/tmp/leat-archive-XXXXXX";

	cr_assert(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/a.leat", folder);
}

static void remove_folder(void)
{
	unlink(path);
	*strrchr(path, '/') = '\0';
	rmdir(path);
}

TestSuite(writer, .init = in_folder, .fini = remove_folder);

/* A DATA frame of one record with that text. */
static struct frame *make_frame(uint64_t stream, uint64_t seq, const char *text)
{
	struct frame *frame = frame_new();
	struct build build = BUILD_INIT;
	struct codec_state codecs = CODEC_STATE_INIT;
	struct err err;

	build_str(&build, FIELD_ID, STR("id"));
	build_text(&build, str_of(text));
	build_record(&build);
	build_finish(&build, frame);
	frame->head.stream = stream;
	frame->head.seq = seq;
	frame->head.src_hash = stream + seq;
	cr_assert_eq(frame_seal(frame, CODEC_NONE, &codecs, &err), 0);
	build_release(&build);
	codec_state_release(&codecs);
	return frame;
}

static void append(struct archive_writer *writer, uint64_t stream, uint64_t seq)
{
	struct frame *frame = make_frame(stream, seq, "text of the record");
	struct err err;

	cr_assert_eq(archive_writer_append(writer, frame, &err), 0);
	frame_free(frame);
}

static struct archive_writer *open_flow(const char *recipe)
{
	struct err err = { .text = "" };
	struct archive_writer *writer = archive_writer_open(path, &err);

	cr_assert(writer, "%s", err.text);
	cr_assert_eq(archive_writer_flow(writer, str_of(recipe), STR_NONE, &err), 0);
	return writer;
}

static uint64_t file_size(void)
{
	struct stat st;

	cr_assert_eq(stat(path, &st), 0);
	return (uint64_t)st.st_size;
}

static size_t frames_found(bool scan)
{
	struct err err = { .text = "" };
	struct archive_reader *reader = archive_reader_open(path, scan, &err);
	struct frame *frame = frame_new();
	size_t count;

	cr_assert(reader, "%s", err.text);
	const struct archive_content *content = &archive_reader_file(reader, 0)->content;
	const struct archive_row *rows = archive_index_rows(&content->index);
	count = archive_index_count(&content->index);
	for (size_t i = 0; i < count; i++) {
		cr_expect_eq(archive_reader_frame(reader, 0, &rows[i], frame, &err), 0, "%s", err.text);
		cr_expect(archive_content_recipe(content, frame->head.recipe) || frame->head.recipe == 0);
	}
	frame_free(frame);
	archive_reader_free(reader);
	return count;
}

Test(writer, index_and_scan_agree)
{
	struct err err;
	struct archive_writer *writer = open_flow("one/1");

	for (uint64_t i = 0; i < 600; i++) {
		append(writer, i % 7, i / 7);
		if (i % 50 == 0)
			cr_assert_eq(archive_writer_commit(writer, &err), 0);
	}
	cr_assert_eq(archive_writer_close(writer, true, &err), 0);

	struct archive_content index = ARCHIVE_CONTENT_INIT, scan = ARCHIVE_CONTENT_INIT;
	int fd = open(path, O_RDONLY);

	cr_assert_eq(archive_content_read(fd, path, false, &index, &err), 0);
	cr_assert_eq(archive_content_read(fd, path, true, &scan, &err), 0);
	close(fd);
	cr_expect(index.indexed && !scan.indexed && scan.committed);
	cr_expect(!scan.in_flow && !index.in_flow);
	cr_expect_eq(index.tail.end, scan.tail.end);
	cr_expect_eq(index.tail.commit_end, scan.tail.commit_end);
	cr_expect_eq(index.tail.hash, scan.tail.hash);
	cr_expect_eq(index.tail.flow_frames, scan.tail.flow_frames);
	cr_assert_eq(archive_index_count(&index.index), 600);
	cr_assert_eq(archive_index_count(&scan.index), 600);
	for (size_t i = 0; i < 600; i++) {
		char a[ARCHIVE_ROW], b[ARCHIVE_ROW];

		archive_row_write(&archive_index_rows(&index.index)[i], a);
		archive_row_write(&archive_index_rows(&scan.index)[i], b);
		cr_expect_eq(memcmp(a, b, sizeof a), 0, "row %zu", i);
	}
	cr_expect_eq(archive_index_find(&scan.index, 3, 4)->seq, 4);
	cr_expect_null(archive_index_find(&scan.index, 3, 4000));
	archive_content_release(&index);
	archive_content_release(&scan);
	cr_expect_eq(frames_found(false), 600);
}

/* The file as it is now, left by a writer that is killed: another one goes on with what was committed. */
static void killed_here(struct archive_writer *writer, size_t committed)
{
	struct err err = { .text = "" };
	struct buf bytes = BUF_INIT;

	cr_assert_eq(file_read(path, 1 << 20, &bytes, &err), 0);
	archive_writer_abandon(writer);
	cr_assert_eq(file_replace(path, buf_str(&bytes), &err), 0);
	buf_release(&bytes);
	writer = archive_writer_open(path, &err);
	cr_assert(writer, "%s", err.text);
	cr_expect_eq(archive_index_count(&archive_writer_content(writer)->index), committed);
	archive_writer_abandon(writer);
}

/* Cut at every byte: what was committed in front is found, and writing goes on there. */
Test(writer, cut_anywhere)
{
	struct err err = { .text = "" };
	struct archive_writer *writer = open_flow("one/1");
	uint64_t ends[4];
	struct buf whole = BUF_INIT;

	ends[0] = archive_writer_size(writer);
	for (uint64_t i = 1; i < 4; i++) {
		append(writer, 1, 2 * i);
		append(writer, 1, 2 * i + 1);
		cr_assert_eq(archive_writer_commit(writer, &err), 0);
		ends[i] = archive_writer_size(writer);
	}
	cr_assert_eq(archive_writer_close(writer, true, &err), 0);
	cr_assert_eq(file_read(path, 1 << 20, &whole, &err), 0);
	for (size_t cut = 0; cut <= whole.len; cut++) {
		size_t want = 0;

		cr_assert_eq(file_replace(path, str_from(whole.data, cut), &err), 0);
		for (size_t i = 1; i < 4; i++)
			want = cut >= ends[i] ? 2 * i : want;
		if (cut >= ends[0])
			cr_expect_eq(frames_found(false), want, "cut at %zu: want %zu", cut, want);
		writer = open_flow("one/1");
		cr_expect_eq(archive_index_count(&archive_writer_content(writer)->index), want);
		append(writer, 2, 0);
		killed_here(writer, want);
		writer = open_flow("one/1");
		append(writer, 2, 0);
		cr_assert_eq(archive_writer_close(writer, true, &err), 0, "cut at %zu: %s", cut, err.text);
		cr_expect_eq(frames_found(false), want + 1, "cut at %zu", cut);
		cr_expect_eq(frames_found(true), want + 1, "cut at %zu", cut);
	}
	buf_release(&whole);
}

Test(writer, interrupted_flow_goes_on)
{
	struct err err;
	struct archive_writer *writer = open_flow("one/1");

	append(writer, 1, 0);
	cr_assert_eq(archive_writer_close(writer, false, &err), 0);
	writer = open_flow("one/1");
	cr_expect(archive_writer_content(writer)->in_flow);
	append(writer, 1, 1);
	cr_assert_eq(archive_writer_close(writer, true, &err), 0);
	cr_expect_eq(frames_found(true), 2);

	/* Nothing new, and complete: the file stays as it is. */
	uint64_t size = file_size();
	cr_assert(writer = archive_writer_open(path, &err));
	cr_assert_eq(archive_writer_close(writer, true, &err), 0);
	cr_expect_eq(file_size(), size);

	writer = open_flow("two/1");
	append(writer, 2, 0);
	cr_assert_eq(archive_writer_close(writer, true, &err), 0);
	cr_expect_eq(frames_found(true), 3);
	cr_expect_eq(frames_found(false), 3);
}

Test(writer, two_writers)
{
	struct err err;
	struct archive_writer *writer = open_flow("one/1");

	cr_expect_null(archive_writer_open(path, &err));
	cr_expect_eq(err.code, EXIT_RETRY);
	cr_assert_eq(archive_writer_close(writer, true, &err), 0);
}

Test(writer, refuses_damage_and_strangers)
{
	struct err err;
	struct archive_writer *writer = open_flow("one/1");
	struct buf whole = BUF_INIT;

	append(writer, 1, 0);
	append(writer, 1, 1);
	cr_assert_eq(archive_writer_close(writer, true, &err), 0);
	cr_assert_eq(file_read(path, 1 << 20, &whole, &err), 0);
	const struct archive_row *row;
	struct archive_content content = ARCHIVE_CONTENT_INIT;
	int fd = open(path, O_RDONLY);
	cr_assert_eq(archive_content_read(fd, path, true, &content, &err), 0);
	close(fd);
	row = archive_index_find(&content.index, 1, 0);
	whole.data[row->offset + 20] ^= 1; /* header of the first frame, and no footer */
	cr_assert_eq(file_replace(path, str_from(whole.data, (size_t)content.tail.end), &err), 0);
	cr_expect_null(archive_writer_open(path, &err));
	cr_expect_eq(err.code, EXIT_CUT, "%s", err.text);
	cr_expect_eq(frames_found(true), 1);

	cr_assert_eq(file_replace(path, STR("some text, no frames"), &err), 0);
	cr_expect_null(archive_writer_open(path, &err));
	cr_expect_eq(err.code, EXIT_BAD_INPUT);
	archive_content_release(&content);
	buf_release(&whole);
}

/* A limit on the file's size does what a full disk does. */
Test(writer, full_disk_cuts_back)
{
	struct err err = { .code = EXIT_DONE };
	struct archive_writer *writer = open_flow("one/1");
	struct frame *frame = make_frame(1, 1, "more than there is room for");

	append(writer, 1, 0);
	cr_assert_eq(archive_writer_commit(writer, &err), 0);
	uint64_t good = archive_writer_size(writer);
	struct rlimit limit = { good + 100, good + 100 };

	signal(SIGXFSZ, SIG_IGN);
	cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	cr_expect_eq(archive_writer_append(writer, frame, &err), -1);
	cr_expect_eq(err.code, EXIT_RETRY);
	cr_expect_eq(file_size(), good);
	cr_expect_eq(archive_writer_close(writer, false, &err), 0);
	cr_expect_eq(file_size(), good);
	cr_expect_eq(frames_found(false), 1);
	frame_free(frame);
}
