/*
 * ingest: .warc.gz to framed records, against libdeflate's inflate of the same members
 * alone, and to normalized records, in CPU time of all processes, in turns, the best of each. The
 * crawl is made of the real pages beside the repository (../shared/data/extraction), ROUNDS times,
 * a member a record; without them there is no figure.
 */
#include "base/buf.h"
#include "base/file.h"
#include "bench.h"

#include <glob.h>
#include <libdeflate.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PAGE_MAX = 32 << 20, ROUNDS = 4, TURNS = 5 };

extern char **environ;

static void add_record(struct libdeflate_compressor *packer, const char *type, struct str block, struct buf *crawl)
{
	static int number;
	struct buf record = BUF_INIT;
	size_t room;

	buf_addf(&record,
		 "WARC/1.0\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:uuid:%08d-0000-0000-0000-000000000000>\r\n"
		 "WARC-Date: 2026-01-01T00:00:00Z\r\nWARC-Target-URI: https://www.example.org/news/%d.html\r\n"
		 "Content-Type: application/http; msgtype=%s\r\nContent-Length: %zu\r\n\r\n",
		 type, number, number, type, block.len);
	number++;
	buf_add_str(&record, block);
	buf_add_text(&record, "\r\n\r\n");
	room = libdeflate_gzip_compress_bound(packer, record.len);
	buf_reserve(crawl, room);
	crawl->len += libdeflate_gzip_compress(packer, record.data, record.len, crawl->data + crawl->len, room);
	buf_release(&record);
}

static void add_page(struct libdeflate_compressor *packer, struct libdeflate_decompressor *unpacker,
		     const char *path, char *page, struct buf *crawl)
{
	struct buf file = BUF_INIT, block = BUF_INIT;
	struct err err;
	size_t size;

	if (file_read(path, PAGE_MAX, &file, &err) == 0 &&
	    libdeflate_gzip_decompress(unpacker, file.data, file.len, page, PAGE_MAX, &size) == LIBDEFLATE_SUCCESS) {
		add_record(packer, "request", STR("GET / HTTP/1.1\r\nHost: www.example.org\r\n\r\n"), crawl);
		buf_addf(&block, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %zu\r\n\r\n", size);
		buf_add(&block, page, size);
		add_record(packer, "response", buf_str(&block), crawl);
	}
	buf_release(&file);
	buf_release(&block);
}

static double inflate_alone(struct libdeflate_decompressor *unpacker, const struct buf *crawl, char *page, size_t *out)
{
	uint64_t start = time_cpu_ns();
	size_t used, got;

	*out = 0;
	for (size_t at = 0; at < crawl->len; at += used, *out += got)
		if (libdeflate_gzip_decompress_ex(unpacker, crawl->data + at, crawl->len - at, page, PAGE_MAX, &used, &got))
			abort();
	return (double)(time_cpu_ns() - start) / 1e9;
}

/* CPU seconds of a shell line in which $BIN holds the programs, its children included. */
static double cpu_of(const char *line)
{
	const char *build = getenv("B");
	char script[4096];
	char *argv[] = { "/bin/bash", "-o", "pipefail", "-c", script, NULL };
	struct rusage before, after;
	pid_t pid;
	int status;

	snprintf(script, sizeof script, "BIN=%s/bin; %s", build ? build : "build", line);
	getrusage(RUSAGE_CHILDREN, &before);
	if (posix_spawn(&pid, argv[0], NULL, NULL, argv, environ) != 0 || waitpid(pid, &status, 0) != pid || status != 0)
		abort();
	getrusage(RUSAGE_CHILDREN, &after);
	return (double)(after.ru_utime.tv_sec - before.ru_utime.tv_sec + after.ru_stime.tv_sec - before.ru_stime.tv_sec) +
	       (double)(after.ru_utime.tv_usec - before.ru_utime.tv_usec + after.ru_stime.tv_usec - before.ru_stime.tv_usec) / 1e6;
}

static void keep_less(double *least, double seconds)
{
	if (seconds < *least)
		*least = seconds;
}

int main(void)
{
	struct libdeflate_compressor *packer = libdeflate_alloc_compressor(6);
	struct libdeflate_decompressor *unpacker = libdeflate_alloc_decompressor();
	char path[] = "/tmp/leat-bench-XXXXXX.warc.gz";
	char frames[512], normalized[512], *page = mem_zero(PAGE_MAX, 1);
	struct buf crawl = BUF_INIT;
	struct err err;
	glob_t pages;
	double best[3] = { 1e9, 1e9, 1e9 };
	size_t out;
	int fd;

	if (glob("../shared/data/extraction/pages-*/*.html.gz", 0, NULL, &pages) != 0)
		return 0;
	for (size_t i = 0; i < pages.gl_pathc * ROUNDS; i++)
		add_page(packer, unpacker, pages.gl_pathv[i % pages.gl_pathc], page, &crawl);
	globfree(&pages);
	fd = mkstemps(path, 8);
	if (fd < 0 || file_write(fd, crawl.data, crawl.len, path, &err) < 0)
		abort();
	close(fd);
	snprintf(frames, sizeof frames, "$BIN/leat-ingest --quiet --codec none --out /dev/null %s", path);
	snprintf(normalized, sizeof normalized,
		 "$BIN/leat-ingest --quiet %s | $BIN/leat-normalize --quiet --codec none --out /dev/null", path);
	for (int i = 0; i < TURNS; i++) {
		keep_less(&best[0], inflate_alone(unpacker, &crawl, page, &out));
		keep_less(&best[1], cpu_of(frames));
		keep_less(&best[2], cpu_of(normalized));
	}
	bench_print("inflate alone", (double)out / 1e6 / best[0], "MB/s CPU", "");
	bench_print("warc.gz to frames", (double)out / 1e6 / best[1], "MB/s CPU", "inflate alone");
	bench_print("warc.gz to normalized records", (double)out / 1e6 / best[2], "MB/s CPU", "inflate alone");
	unlink(path);
	buf_release(&crawl);
	free(page);
	libdeflate_free_compressor(packer);
	libdeflate_free_decompressor(unpacker);
	return 0;
}
