/* An archive file of any bytes: read by footer and by scan, its frames read, and a writer
 * that goes on behind it. What the writer leaves must be readable with one frame more. */
#include "archive/reader.h"
#include "archive/writer.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static void read_all(const char *path, bool scan)
{
	struct err err;
	struct archive_reader *reader = archive_reader_open(path, scan, &err);
	struct frame *frame = frame_new();
	struct codec_state codecs = CODEC_STATE_INIT;

	for (size_t i = 0; reader && i < archive_reader_count(reader); i++) {
		const struct archive_index *index = &archive_reader_file(reader, i)->content.index;

		for (size_t row = 0; row < archive_index_count(index); row++)
			if (archive_reader_frame(reader, i, &archive_index_rows(index)[row], frame, &err) == 0)
				frame_open_layer(frame, LAYER_META, &codecs, &(struct str){ NULL, 0 }, &err);
	}
	archive_reader_free(reader);
	frame_free(frame);
	codec_state_release(&codecs);
}

static size_t write_more(const char *path, bool *wrote)
{
	struct err err;
	struct archive_writer *writer = archive_writer_open(path, &err);
	struct frame *frame = frame_new();
	struct codec_state none = CODEC_STATE_INIT;
	size_t count = 0;

	*wrote = writer != NULL;
	if (writer) {
		count = archive_index_count(&archive_writer_content(writer)->index);
		frame->head.type = FRAME_DATA;
		frame->head.stream = 77;
		if (frame_seal(frame, CODEC_NONE, &none, &err) < 0 ||
		    archive_writer_flow(writer, STR("fuzz/1"), STR_NONE, &err) < 0 ||
		    archive_writer_append(writer, frame, &err) < 0 || archive_writer_close(writer, true, &err) < 0)
			abort();
	}
	frame_free(frame);
	return count;
}

static size_t count_frames(const char *path, bool scan)
{
	struct err err;
	struct archive_reader *reader = archive_reader_open(path, scan, &err);
	size_t count;

	if (!reader)
		abort();
	count = archive_index_count(&archive_reader_file(reader, 0)->content.index);
	archive_reader_free(reader);
	return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	int fd = memfd_create("archive", MFD_CLOEXEC);
	char path[64];
	bool wrote;

	if (fd < 0 || write(fd, bytes, count) != (ssize_t)count)
		abort();
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	read_all(path, false);
	read_all(path, true);
	size_t before = write_more(path, &wrote);
	/* A scan may find less: the footer that was believed may know of frames that are damaged. */
	if (wrote && (count_frames(path, false) != before + 1 || count_frames(path, true) == 0))
		abort();
	close(fd);
	return 0;
}
