#include "run/version.h"
#include "record/frame.h"

#include <link.h>
#include <string.h>

/* The libraries that this program was linked with, as the loader has them. */
static int add_library(struct dl_phdr_info *info, size_t size, void *out)
{
	const char *name = strrchr(info->dlpi_name, '/');
	(void)size;

	if (name && strstr(name, ".so"))
		buf_addf(out, " %.*s", (int)(strstr(name, ".so") - name - 1), name + 1);
	return 0;
}

void version_text(const char *program, int results, struct buf *out)
{
	buf_addf(out, "%s " LEAT_VERSION " (results %d, frames %d)\nlibraries:", program, results, FRAME_VERSION);
	dl_iterate_phdr(add_library, out);
	buf_add_byte(out, '\n');
}
