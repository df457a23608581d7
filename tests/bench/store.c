/*
 * What the sinks store a second, and what replay sends: MB of text, by the programs, from
 * and to files in a temporary folder. Yardsticks: the same bytes appended to a file and
 * fsynced in the same groups; the same texts put into a bare FTS5 table in one transaction.
 * Times are CPU seconds of the programs, but for the archive and the disk (steady clock).
 */
#include "bench.h"
#include "record/build.h"
#include "record/flow.h"
#include "record/pack.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef HAVE_SQLITE3
#include <sqlite3.h>
#endif

enum { FRAMES = 240, RECORDS = 100, TEXT_BYTES = 2400, GROUP = 8 << 20 };

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

static void make_flow(const struct sample *sample, struct buf *out)
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
	for (size_t i = 0; i < FRAMES; i++) {
		frame_reset(frame);
		for (size_t j = 0; j < RECORDS; j++) {
			snprintf(id, sizeof id, "%zu-%zu", i, j);
			build_str(&build, FIELD_ID, str_of(id));
			build_str(&build, FIELD_TITLE, str_of(id));
			build_text(&build, text_of(sample, i * RECORDS + j));
			build_record(&build);
		}
		build_finish(&build, frame);
		frame->head.stream = 1;
		frame->head.seq = i;
		frame->head.recipe = flow_recipe_hash(STR("bench/1"));
		frame_seal(frame, CODEC_NONE, &none, &err);
		add_frame(out, frame);
	}
	pack_map(&map, 2);
	pack_text(&map, "end");
	pack_text(&map, "complete");
	pack_text(&map, "frames");
	pack_uint(&map, FRAMES);
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

#ifdef HAVE_SQLITE3
static void bare_fts5(const struct sample *sample)
{
	sqlite3 *db;
	sqlite3_stmt *add, *index;

	if (sqlite3_open("bare.db", &db) != SQLITE_OK ||
	    sqlite3_exec(db,
			 "PRAGMA journal_mode = WAL; CREATE TABLE t(doc INTEGER PRIMARY KEY, text TEXT);"
			 "CREATE VIRTUAL TABLE s USING fts5(text, content=''); BEGIN",
			 NULL, NULL, NULL) != SQLITE_OK)
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

int main(void)
{
	const char *build = getenv("B");
	char folder[] = "/tmp/leat-bench-XXXXXX", *bin;
	struct buf path = BUF_INIT;
	struct sample sample = { .texts = BUF_INIT };
	struct buf flow = BUF_INIT;
	double mb = FRAMES * RECORDS * (double)TEXT_BYTES / 1e6, disk;

	buf_addf(&path, "%s/bin", build ? build : "build");
	bin = realpath(buf_cstr(&path), NULL);
	if (!bin || !mkdtemp(folder) || chdir(folder) < 0)
		return 1;
	buf_reset(&path);
	buf_addf(&path, "%s:%s", bin, getenv("PATH"));
	setenv("PATH", buf_cstr(&path), 1);
	make_texts(&sample);
	make_flow(&sample, &flow);
	disk = BENCH_SECONDS(write_flow(&flow, "flow", GROUP));
	bench_print("disk: append and fsync", mb / disk, "MB/s", "");
	bench_print("archive, as it came", mb / run("leat-store --quiet --codec none --in flow a.leat").steady, "MB/s",
		    "disk: append and fsync");
	bench_print("archive, zlib", mb / run("leat-store --quiet --in flow z.leat").cpu, "MB/s CPU", "");
	bench_print("JSONL", mb / run("leat-store --quiet --in flow j.jsonl").cpu, "MB/s CPU", "");
	bench_print("JSONL.gz", mb / run("leat-store --quiet --in flow j.jsonl.gz").cpu, "MB/s CPU", "");
	bench_print("replay of zlib into a pipe", mb / run("leat-replay --quiet z.leat | cat >/dev/null").cpu, "MB/s CPU", "");
#ifdef HAVE_SQLITE3
	double cpu = (double)time_cpu_ns();

	bare_fts5(&sample);
	cpu = ((double)time_cpu_ns() - cpu) / 1e9;
	bench_print("bare FTS5 inserts", mb / cpu, "MB/s CPU", "");
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
