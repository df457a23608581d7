#include "run/asked.h"

#include "base/file.h"
#include "run/version.h"

#include <string.h>
#include <unistd.h>

bool asked(const struct asked *about, const struct options_set *set, int argc, char **argv)
{
	struct buf out = BUF_INIT;
	struct err ignored;

	for (int i = 1; i < argc && out.len == 0 && strcmp(argv[i], "--") != 0; i++) {
		if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
			options_help(set, about->program, about->usage, about->summary, about->about, &out);
		else if (strcmp(argv[i], "--help=man") == 0)
			options_man(set, about->page, about->usage, about->summary, about->about, &out);
		else if (strcmp(argv[i], "--version") == 0)
			version_text(about->name, about->results, &out);
	}
	bool any = out.len > 0;
	if (any)
		file_write(STDOUT_FILENO, out.data, out.len, "standard output", &ignored);
	buf_release(&out);
	return any;
}
