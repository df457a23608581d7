#include "leat/output.h"

#include "base/file.h"

#include <errno.h>
#include <unistd.h>

enum { OUTPUT_FULL = 256 << 10 };

int output_flush(struct output *output, struct err *err)
{
	struct err why;

	if (output->text.len == 0 || output->gone)
		return 0;
	errno = 0;
	if (file_write(STDOUT_FILENO, output->text.data, output->text.len, "standard output", &why) < 0) {
		output->gone = errno == EPIPE;
		if (!output->gone) {
			*err = why;
			return -1;
		}
	}
	buf_reset(&output->text);
	return 0;
}

int output_tick(struct output *output, struct err *err)
{
	return output->text.len >= OUTPUT_FULL ? output_flush(output, err) : 0;
}

void output_release(struct output *output)
{
	buf_release(&output->text);
}
