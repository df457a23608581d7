/*
 * What the sinks store a second, and what replay sends: MB of text, by the programs, from
 * and to files in a temporary folder. Yardsticks: the same bytes appended to a file and
 * fsynced in the same groups; zstd level 1 by the MiB; the same texts put into a bare FTS5
 * table in one transaction, as it is by default and with the words of a group in memory, as the
 * store has it. Times are CPU seconds of the programs, but for the archive, the disk and the
 * seek (steady clock).
 */
#include "bench.h"
#include "archive/reader.h"
#include "archive/writer.h"
#include "record/build.h"
#include "record/flow.h"
#include "record/pack.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zstd.h>
#ifdef HAVE_SQLITE3
#include <sqlite3.h>
#endif

/* A small flow for what is slow; COPIES of it, each a stream, for the rest. */
enum { FRAMES = 240, RECORDS = 100, TEXT_BYTES = 2400, GROUP = 8 << 20, COPIES = 4, PAGE = 1 << 20, FRAME_TEXT = 256 * 1024 };

extern char **environ;

struct sample {
	struct buf texts; /* of all records, TEXT_BYTES each */
	size_t count;
};

static void make_texts(struct sample *sample)
{
	static const char *const syllables[] = {
		"ka", "to", "ri", "men", "sol", "ba", "ver", "un", "ski", "de", "lo", "pra", "in", "gar", "\xc3\xa5s", "\xc3\xb8l",
	};
	uint64_t state = 1;

	for (sample->count = 0; sample->count < FRAMES * RECORDS; sample->count++) {
		size_t end = sample->texts.len + TEXT_BYTES;

		while (sample->texts.len < end - 4) {
			state = state * 6364136223846793005u + 1442695040888963407u;
			buf_add_text(&sample->texts, syllables[state >> 60]);
			if ((state >> 40) % 3 == 0)
				buf_add_byte(&sample->texts, ' ');
		}
		while (sample->texts.len < end)
			buf_add_byte(&sample->texts, '.');
	}
}

static struct str text_of(const struct sample *sample, size_t i)
{
	return str_from(sample->texts.data + i * TEXT_BYTES, TEXT_BYTES);
}

static void add_frame(struct buf *out, const struct frame *frame)
{
	struct iovec pieces[FRAME_LAYERS_MAX + 1];
	int count = frame_pieces(frame, pieces, NULL);

	for (int i = 0; i < count; i++)
		buf_add(out, pieces[i].iov_base, pieces[i].iov_len);
}

static void add_control(struct buf *out, struct frame *frame, enum frame_type type, struct buf *map)
{
	struct codec_state none = CODEC_STATE_INIT;
	struct err err;

	frame_make_control(frame, type, map, &err);
	frame->head.recipe = flow_recipe_hash(STR("bench/1"));
	frame_seal(frame, CODEC_NONE, &none, &err);
	add_frame(out, frame);
}

static void make_flow(const struct sample *sample, size_t copies, struct buf *out)
{
	struct frame *frame = frame_new();
	struct build build = BUILD_INIT;
	struct codec_state none = CODEC_STATE_INIT;
	struct buf map = BUF_INIT;
	struct err err;
	char id[32];

	pack_map(&map, 1);
	pack_text(&map, "recipe");
	pack_text(&map, "bench/1");
	add_control(out, frame, FRAME_START, &map);
	for (size_t i = 0; i < copies * FRAMES; i++) {
		frame_reset(frame);
		for (size_t j = 0; j < RECORDS; j++) {
			snprintf(id, sizeof id, "%zu-%zu", i, j);
			build_str(&build, FIELD_ID, str_of(id));
			build_str(&build, FIELD_TITLE, str_of(id));
			build_text(&build, text_of(sample, i % FRAMES * RECORDS + j));
			build_record(&build);
		}
		build_finish(&build, frame);
		frame->head.stream = i / FRAMES;
		frame->head.seq = i % FRAMES;
		frame->head.recipe = flow_recipe_hash(STR("bench/1"));
		frame_seal(frame, CODEC_NONE, &none, &err);
		add_frame(out, frame);
	}
	pack_map(&map, 2);
	pack_text(&map, "end");
	pack_text(&map, "complete");
	pack_text(&map, "frames");
	pack_uint(&map, copies * FRAMES);
	add_control(out, frame, FRAME_STOP, &map);
	frame_free(frame);
	build_release(&build);
	buf_release(&map);
}

struct cost {
	double steady, cpu;
};

static double children_cpu(void)
{
	struct rusage use;

	getrusage(RUSAGE_CHILDREN, &use);
	return (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) +
	       (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e6;
}

static struct cost run(const char *line)
{
	char *words[] = { "sh", "-c", (char *)(uintptr_t)line, NULL };
	double cpu = children_cpu();
	uint64_t start = time_steady_ns();
	int status;
	pid_t child;

	if (posix_spawnp(&child, "sh", NULL, NULL, words, environ) != 0 || waitpid(child, &status, 0) < 0 || status != 0) {
		fprintf(stderr, "store: failed: %s\n", line);
		exit(1);
	}
	return (struct cost){ (double)(time_steady_ns() - start) / 1e9, children_cpu() - cpu };
}

static void write_flow(const struct buf *flow, const char *path, size_t group)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);

	for (size_t at = 0; at < flow->len; at += group) {
		size_t count = flow->len - at < group ? flow->len - at : group;

		if (fd < 0 || write(fd, flow->data + at, count) != (ssize_t)count || fdatasync(fd) < 0)
			exit(1);
	}
	close(fd);
}

static void compress_pages(const struct buf *texts)
{
	ZSTD_CCtx *zstd = ZSTD_createCCtx();
	size_t room = ZSTD_compressBound(PAGE);
	char *out = mem_alloc(room);

	for (size_t at = 0; at < texts->len; at += PAGE)
		ZSTD_compressCCtx(zstd, out, room, texts->data + at, texts->len - at < PAGE ? texts->len - at : PAGE, 1);
	free(out);
	ZSTD_freeCCtx(zstd);
}

static void write_gigabyte(const char *path)
{
	struct err err = { .text = "" };
	struct archive_writer *writer = archive_writer_open(path, &err);
	struct frame *frame = frame_new();
	struct build build = BUILD_INIT;
	struct codec_state none = CODEC_STATE_INIT;
	char *text = mem_zero(1, FRAME_TEXT);

	if (!writer || archive_writer_flow(writer, STR("bench/1"), STR_NONE, &err) < 0)
		exit(1);
	for (uint64_t i = 0; i < (1 << 30) / FRAME_TEXT; i++) {
		frame_reset(frame);
		build_text(&build, str_from(text, FRAME_TEXT));
		build_record(&build);
		build_finish(&build, frame);
		frame->head.seq = i;
		if (frame_seal(frame, CODEC_NONE, &none, &err) < 0 || archive_writer_append(writer, frame, &err) < 0)
			exit(1);
	}
	if (archive_writer_close(writer, true, &err) < 0)
		exit(1);
	free(text);
	frame_free(frame);
	build_release(&build);
}

/* Opens an archive and reads its last frame but one. */
static void seek(const char *path)
{
	struct err err = { .text = "" };
	struct archive_reader *reader = archive_reader_open(path, false, &err);
	struct frame *frame = frame_new();
	const struct archive_index *index = reader ? &archive_reader_file(reader, 0)->content.index : NULL;

	if (!reader ||
	    archive_reader_frame(reader, 0, archive_index_rows(index) + archive_index_count(index) - 2, frame, &err) < 0) {
		fprintf(stderr, "store: %s\n", err.text);
		exit(1);
	}
	frame_free(frame);
	archive_reader_free(reader);
}

#ifdef HAVE_SQLITE3
static void bare_fts5(const struct sample *sample, const char *settings)
{
	sqlite3 *db;
	sqlite3_stmt *add, *index;

	unlink("bare.db");
	if (sqlite3_open("bare.db", &db) != SQLITE_OK ||
	    sqlite3_exec(db,
			 "PRAGMA journal_mode = WAL; CREATE TABLE t(doc INTEGER PRIMARY KEY, text TEXT);"
			 "CREATE VIRTUAL TABLE s USING fts5(text, content='')",
			 NULL, NULL, NULL) != SQLITE_OK ||
	    sqlite3_exec(db, settings, NULL, NULL, NULL) != SQLITE_OK ||
	    sqlite3_exec(db, "BEGIN", NULL, NULL, NULL) != SQLITE_OK)
		exit(1);
	sqlite3_prepare_v2(db, "INSERT INTO t VALUES(?, ?)", -1, &add, NULL);
	sqlite3_prepare_v2(db, "INSERT INTO s(rowid, text) VALUES(?, ?)", -1, &index, NULL);
	for (size_t i = 0; i < sample->count; i++) {
		sqlite3_stmt *both[] = { add, index };

		for (int j = 0; j < 2; j++) {
			sqlite3_bind_int64(both[j], 1, (sqlite3_int64)i);
			sqlite3_bind_text(both[j], 2, text_of(sample, i).at, TEXT_BYTES, SQLITE_STATIC);
			sqlite3_step(both[j]);
			sqlite3_reset(both[j]);
		}
	}
	sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
	sqlite3_finalize(add);
	sqlite3_finalize(index);
	sqlite3_close(db);
}
#endif

/* CPU seconds of `call` in this program. */
#define CPU_SECONDS(call)                                     \
	({                                                    \
		uint64_t cpu_start = time_cpu_ns();           \
		call;                                         \
		(double)(time_cpu_ns() - cpu_start) / 1e9;    \
	})

static void bench_files(const struct buf *flow, double mb)
{
	const char *cpu = "MB/s CPU", *disk = "disk: append and fsync";

	bench_print(disk, mb / BENCH_SECONDS(write_flow(flow, "flow", GROUP)), "MB/s", "");
	bench_print("archive, as it came", mb / run("leat-store --quiet --codec none --in flow a.leat").steady, "MB/s", disk);
	bench_print("archive, zlib", mb / run("leat-store --quiet --in flow z.leat").cpu, cpu, "");
	bench_print("replay of zlib into a pipe", mb / run("leat-replay --quiet z.leat | cat >/dev/null").cpu, cpu, "");
	bench_print("JSONL", mb / run("leat-store --quiet --in flow j.jsonl").cpu, cpu, "");
	bench_print("Parquet", mb / run("leat-store --quiet --in flow p.parquet").cpu, cpu, "zstd level 1, alone");
	bench_print("WET", mb / run("leat-store --quiet --in flow w.wet").cpu, cpu, "");
	write_gigabyte("g.leat");
	bench_print("open 1 GB of archive, read a frame", BENCH_SECONDS(seek("g.leat")) * 1e3, "ms", "");
}

int main(void)
{
	const char *build = getenv("B");
	char folder[] = "/tmp/leat-bench-XXXXXX", *bin;
	struct buf path = BUF_INIT;
	struct sample sample = { .texts = BUF_INIT };
	struct buf flow = BUF_INIT;
	double mb = FRAMES * RECORDS * (double)TEXT_BYTES / 1e6;

	buf_addf(&path, "%s/bin", build ? build : "build");
	bin = realpath(buf_cstr(&path), NULL);
	if (!bin || !mkdtemp(folder) || chdir(folder) < 0)
		return 1;
	buf_reset(&path);
	buf_addf(&path, "%s:%s", bin, getenv("PATH"));
	setenv("PATH", buf_cstr(&path), 1);
	make_texts(&sample);
	bench_print("zstd level 1, alone", mb / CPU_SECONDS(compress_pages(&sample.texts)), "MB/s CPU", "");
	make_flow(&sample, COPIES, &flow);
	bench_files(&flow, COPIES * mb);
	buf_reset(&flow);
	make_flow(&sample, 1, &flow);
	write_flow(&flow, "flow", GROUP);
	bench_print("JSONL.gz", mb / run("leat-store --quiet --in flow j.jsonl.gz").cpu, "MB/s CPU", "");
	bench_print("text files", mb / run("leat-store --quiet --in flow t.txt/").cpu, "MB/s CPU", "");
#ifdef HAVE_SQLITE3
	bench_print("bare FTS5 inserts", mb / CPU_SECONDS(bare_fts5(&sample, "")), "MB/s CPU", "");
	bench_print("bare FTS5 inserts, words in memory",
		    mb / CPU_SECONDS(bare_fts5(&sample, "INSERT INTO s(s, rank) VALUES('hashsize', 4194304)")), "MB/s CPU",
		    "bare FTS5 inserts");
	bench_print("SQLite", mb / run("leat-store --quiet --in flow s.db").cpu, "MB/s CPU", "bare FTS5 inserts");
#endif
	if (run("rm -rf \"$PWD\"").steady < 0)
		return 1;
	buf_release(&sample.texts);
	buf_release(&path);
	free(bin);
	buf_release(&flow);
	return 0;
}
