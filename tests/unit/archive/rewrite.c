#include "archive/reader.h"
#include "archive/rewrite.h"
#include "archive/writer.h"
#include "record/build.h"
#include "record/flow.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char path[64];

static void in_folder(void)
{
	char folder[] = "/tmp/leat-rewrite-XXXXXX";

	cr_assert(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/a.leat", folder);
}

static void remove_folder(void)
{
	unlink(path);
	*strrchr(path, '/') = '\0';
	rmdir(path);
}

TestSuite(rewrite, .init = in_folder, .fini = remove_folder);

static void append(struct archive_writer *writer, uint64_t stream, uint64_t seq)
{
	const char *recipe = stream == 1 ? "a/1" : "b/1";
	struct frame *frame = frame_new();
	struct build build = BUILD_INIT;
	struct codec_state codecs = CODEC_STATE_INIT;
	struct err err;

	build_str(&build, FIELD_ID, STR("id"));
	build_text(&build, STR("text of the record, which is long enough to be compressed: text of the record, text of the "
			       "record, text of the record, text of the record, text of the record, text of the record, "
			       "text of the record, text of the record, text of the record, text of the record"));
	build_record(&build);
	build_finish(&build, frame);
	frame->head.stream = stream;
	frame->head.seq = seq;
	frame->head.src_hash = stream + seq;
	frame->head.recipe = flow_recipe_hash(str_of(recipe));
	cr_assert_eq(frame_seal(frame, CODEC_NONE, &codecs, &err), 0);
	cr_assert_eq(archive_writer_append(writer, frame, &err), 0);
	build_release(&build);
	codec_state_release(&codecs);
	frame_free(frame);
}

/* Two flows, the first with two groups; stored at 1000, 2000, 3000. */
static void make(bool complete)
{
	struct err err;
	struct archive_writer *writer = archive_writer_open(path, &err);

	cr_assert(writer, "%s", err.text);
	cr_assert_eq(archive_writer_flow(writer, STR("a/1"), STR("none"), &err), 0);
	append(writer, 1, 0);
	cr_assert_eq(archive_writer_mark(writer, 1000, &err), 0);
	append(writer, 1, 1);
	archive_writer_note(writer, STR("\xa3xyz"));
	cr_assert_eq(archive_writer_mark(writer, 2000, &err), 0);
	cr_assert_eq(archive_writer_flow(writer, STR("b/1"), STR_NONE, &err), 0);
	append(writer, 2, 0);
	cr_assert_eq(archive_writer_mark(writer, 3000, &err), 0);
	cr_assert_eq(archive_writer_close(writer, complete, &err), 0);
}

static int pack(void *ctx, struct frame *frame, struct err *err)
{
	struct codec_state codecs = CODEC_STATE_INIT;
	int result = frame_repack(frame, CODEC_ZLIB, &codecs, err);

	++*(unsigned *)ctx;
	codec_state_release(&codecs);
	return result;
}

static int never(void *ctx, struct frame *frame, struct err *err)
{
	(void)frame;
	(void)err;
	++*(unsigned *)ctx;
	return 0;
}

/* By index (scan: by reading all): what lies in the file must be the same but for bytes. */
static void check(bool scan, bool interrupted)
{
	static const uint64_t stored[] = { 1000, 2000, 3000 };
	struct err err;
	struct archive_reader *reader = archive_reader_open(path, scan, &err);
	cr_assert(reader, "%s", err.text);
	const struct archive_content *content = &archive_reader_file(reader, 0)->content;
	const struct archive_row *rows = archive_index_rows(&content->index);
	struct frame *frame = frame_new();

	cr_assert_eq(content->indexed, !scan);
	cr_assert_eq(archive_index_count(&content->index), 3);
	cr_expect_eq(archive_damage_count(content), 0);
	cr_expect_eq(content->tail.interrupted, interrupted);
	cr_expect(str_is(buf_str(&content->note), "\xa3xyz"));
	for (size_t i = 0; i < 3; i++) {
		cr_expect_eq(rows[i].stored, stored[i], "row %zu: %llu", i, (unsigned long long)rows[i].stored);
		cr_expect_eq(rows[i].stream, i < 2 ? 1 : 2);
		cr_expect_eq(rows[i].seq, i % 2);
		cr_expect_str_eq(archive_content_recipe(content, rows[i].recipe), i < 2 ? "a/1" : "b/1");
		cr_expect_eq(archive_reader_frame(reader, 0, &rows[i], frame, &err), 0);
	}
	frame_free(frame);
	archive_reader_free(reader);
}

Test(rewrite, keeps_flows_times_and_note)
{
	for (int complete = 0; complete <= 1; complete++) {
		unsigned calls = 0;
		struct archive_rewrite rewrite = { .change = pack, .ctx = &calls };
		struct archive_rewritten done;
		struct err err;

		make(complete);
		cr_assert_eq(archive_rewrite(path, &rewrite, &done, &err), 0, "%s", err.text);
		cr_expect_eq(calls, 3);
		cr_expect_lt(done.after, done.before);
		check(false, !complete);
		check(true, !complete);
		unlink(path);
	}
}

Test(rewrite, leaves_alone_what_needs_no_change)
{
	unsigned calls = 0;
	struct archive_rewrite rewrite = { .look = never, .change = pack, .ctx = &calls };
	struct archive_rewritten done;
	struct stat before, after;
	struct err err;

	make(true);
	stat(path, &before);
	cr_assert_eq(archive_rewrite(path, &rewrite, &done, &err), 0, "%s", err.text);
	stat(path, &after);
	cr_expect_eq(calls, 3);
	cr_expect_eq(before.st_ino, after.st_ino);
	cr_expect_eq(done.after, done.before);
}

Test(rewrite, refuses_what_is_locked_or_not_there)
{
	struct archive_rewrite rewrite = { .change = pack, .ctx = &(unsigned){ 0 } };
	struct archive_rewritten done;
	struct err err;

	make(true);
	struct archive_writer *writer = archive_writer_open(path, &err);
	cr_assert(writer);
	cr_assert_eq(archive_rewrite(path, &rewrite, &done, &err), -1);
	cr_expect_eq(err.code, EXIT_RETRY);
	archive_writer_abandon(writer);
	unlink(path);
	cr_assert_eq(archive_rewrite(path, &rewrite, &done, &err), -1);
	cr_expect_eq(err.code, EXIT_FAILED);
	cr_expect_neq(access(path, F_OK), 0);
	make(true);
}

enum { ADDED = 300 };

/* Opens, appends one frame, closes, again and again, beside a program that makes the file anew. */
static void add_frames(void)
{
	struct err err;

	for (uint64_t seq = 1; seq <= ADDED;) {
		struct archive_writer *writer = archive_writer_open(path, &err);

		if (!writer)
			continue;
		if (archive_writer_flow(writer, STR("b/1"), STR_NONE, &err) < 0)
			_exit(1);
		append(writer, 2, seq++);
		if (archive_writer_close(writer, true, &err) < 0)
			_exit(1);
	}
	_exit(0);
}

/* Between opening and locking the file may be replaced: what went into the old one is lost. */
Test(rewrite, a_writer_never_gets_the_file_that_was_replaced)
{
	struct archive_rewrite rewrite = { .change = pack, .ctx = &(unsigned){ 0 } };
	struct archive_rewritten done;
	struct err err;
	int status = 0;
	pid_t child;

	make(true);
	child = fork();
	if (child == 0)
		add_frames();
	while (waitpid(child, &status, WNOHANG) == 0)
		(void)(archive_rewrite(path, &rewrite, &done, &err) < 0);
	cr_assert_eq(status, 0);
	struct archive_reader *reader = archive_reader_open(path, true, &err);
	cr_assert(reader, "%s", err.text);
	cr_expect_eq(archive_index_count(&archive_reader_file(reader, 0)->content.index), 3 + ADDED);
	archive_reader_free(reader);
}
