#include "ingest/list.h"

#include "base/log.h"
#include "ingest/open.h"
#include "ingest/walk.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

struct list {
	struct log log;
	enum exit_code code;
};

static void lose(void *ctx, const struct err *why)
{
	struct list *list = ctx;

	log_warn(&list->log, "%s", why->text);
	list->code = EXIT_FAILED;
}

static enum format describe(int fd, enum flow_codec *codec)
{
	struct faults faults = { .report = NULL };
	struct input input;
	struct flow *flow;
	enum format format;

	input_open_fd(&input, fd);
	flow = flow_open(&input, &faults);
	format = reader_detect(flow);
	*codec = flow_codec(flow);
	flow_close(flow);
	input_close(&input);
	return format;
}

static int list_file(void *ctx, const char *path, struct err *err)
{
	static const char *const packed[] = { [FLOW_PLAIN] = "", [FLOW_GZIP] = "+gzip", [FLOW_ZSTD] = "+zstd" };
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	enum flow_codec codec;
	enum format format;
	struct err why;
	struct stat st;

	if (fd < 0 || fstat(fd, &st) != 0) {
		err_sys(&why, EXIT_FAILED, "%s: cannot open", path);
		lose(ctx, &why);
	} else {
		format = describe(fd, &codec);
		if (printf("%s\t%s%s\t%" PRIu64 "\n", path, format_name(format), packed[codec],
			   (uint64_t)st.st_size) < 0) {
			close(fd);
			return err_sys(err, EXIT_CUT, "standard output: cannot write");
		}
	}
	if (fd >= 0)
		close(fd);
	return 0;
}

static int list_all(struct list *list, const struct ingest_config *config,
		    const struct option_list *operands, struct err *err)
{
	struct walk walk = { list_file, lose, list };
	struct stat st;
	int result = 0;

	for (size_t i = 0; i < operands->count && result == 0; i++) {
		const char *path = operands->items[i];

		result = stat(path, &st) == 0 && S_ISDIR(st.st_mode) ? walk_folder(&walk, path, err) :
								       list_file(list, path, err);
	}
	for (size_t i = 0; i < config->files_from.count && result == 0; i++)
		result = walk_list(&walk, config->files_from.items[i], err);
	if (result == 0 && fflush(stdout) != 0)
		result = err_sys(err, EXIT_CUT, "standard output: cannot write");
	return result;
}

int list_main(const struct option *options, int argc, char **argv)
{
	struct ingest_config config;
	struct options_set set = { .tables = { options }, .bases = { &config }, .section = "ingest" };
	struct list list = { { .program = "leat-ingest" }, EXIT_DONE };
	struct err err;

	memset(&config, 0, sizeof config);
	options_defaults(&set);
	if (options_parse(&set, argc, argv, &err) < 0 || list_all(&list, &config, &set.operands, &err) < 0) {
		log_error(&list.log, "%s", err.text);
		list.code = err.code;
	}
	options_release(&set);
	return (int)list.code;
}
