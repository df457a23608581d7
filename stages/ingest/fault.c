#include "ingest/fault.h"

const char *fault_name(enum fault kind)
{
	static const char *const names[FAULT_KINDS] = {
		[FAULT_WARN] = "warn",	     [FAULT_TRUNCATED] = "truncated",
		[FAULT_GZIP] = "gzip",	     [FAULT_ZSTD] = "zstd",
		[FAULT_HEADER] = "header",   [FAULT_LENGTH] = "length",
		[FAULT_CHUNKED] = "chunked", [FAULT_ENCODING] = "encoding",
		[FAULT_BOMB] = "bomb",	     [FAULT_DIGEST] = "digest",
		[FAULT_JSON] = "json",	     [FAULT_FEED] = "feed",
		[FAULT_ARCHIVE] = "archive", [FAULT_FORMAT] = "format",
		[FAULT_READ] = "read",
	};

	return names[kind];
}

void fault_note(struct faults *faults, enum fault kind, uint64_t offset, const char *why)
{
	faults->count[kind]++;
	faults->grave += kind != FAULT_WARN;
	if (faults->report)
		faults->report(faults->ctx, kind, offset, why);
}
