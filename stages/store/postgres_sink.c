#include "store/sink.h"

struct sink *postgres_sink_open(const struct sink_options *options, struct err *err)
{
	err_set(err, EXIT_FAILED, "%s: this leat-store was built without PostgreSQL (libpq-dev)", options->path);
	return NULL;
}
