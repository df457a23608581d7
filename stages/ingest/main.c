#include "ingest/list.h"

#define AT(field) offsetof(struct ingest_config, field)

static const struct option options[] = {
	{ "files-from", OPTION_LIST, AT(files_from), "FILE", .whole = true,
	  .help = "read the names of files from the lines of FILE (plain, gzip or zstd), or of standard input with -" },
	{ "format", OPTION_CHOICE, AT(format), "FORMAT", "auto",
	  .choices = "auto|warc|wet|arc|jsonl|html|text|xml|feed|tar|zip", .result = true,
	  .help = "what the sources are; auto looks at their content" },
	{ "root", OPTION_TEXT, AT(root), "DIR",
	  .help = "name files by their path below DIR, so that the folder can be moved" },
	{ "name", OPTION_TEXT, AT(name), "NAME", "-", .help = "what standard input is called" },
	{ "changed", OPTION_CHOICE, AT(changed), "WHAT", "refuse", .choices = "refuse|revision",
	  .help = "a file whose content changed: let the store refuse it, or name each version" },
	{ "grown", OPTION_CHOICE, AT(grown), "WHAT", "refuse", .choices = "refuse|continue",
	  .help = "a file that has grown: let the store refuse it, or, with --state, go on behind it" },
	{ "part", OPTION_TEXT, AT(part), "I/N",
	  .help = "read only the sources of part I of N, picked by a hash of their name: N programs share the work" },
	{ "types", OPTION_TEXT, AT(types), "LIST", "response,resource,conversion", .result = true,
	  .help = "types of WARC records that are documents, or all; what a crawler notes of its own (dns:, urn:pageinfo: and the "
	          "like) is metadata, whatever it is called" },
	{ "status", OPTION_TEXT, AT(status), "LIST", "2xx", .result = true,
	  .help = "HTTP statuses of documents: 200, 200-299, 2xx, or all; a record without one passes" },
	{ "mime", OPTION_TEXT, AT(mime), "LIST", .result = true,
	  .help = "mime types of documents, with at most one * each, or all; by default text, HTML, XML, JSON; a record without one passes" },
	{ "since", OPTION_TEXT, AT(since), "TIME", .result = true,
	  .help = "leave out what was fetched before this time or date" },
	{ "until", OPTION_TEXT, AT(until), "TIME", .result = true,
	  .help = "leave out what was fetched at or after this time or date" },
	{ "digest", OPTION_CHOICE, AT(digest), "WHAT", "off", .choices = "off|warn|drop", .result = true,
	  .help = "compare the digests of WARC records (sha1, sha256, md5), and report or leave out what differs" },
	{ "open-with", OPTION_TEXT, AT(open_with), "COMMAND",
	  .help = "read the output of COMMAND, {} in it being the name, instead of opening a file" },
	{ "retries", OPTION_INT, AT(retries), "N", "3", "0", "100",
	  .help = "how often --open-with is tried again when it fails" },
	{ "retry-wait", OPTION_DURATION, AT(retry_wait), "TIME", "1s", "0", "1h",
	  .help = "wait before the first of these; doubled each time" },
	{ "follow", OPTION_TEXT, AT(follow), "DIR",
	  .help = "read the files in DIR and those that appear there, each once, until a signal comes; with --state over restarts, too" },
	{ "max-delay", OPTION_DURATION, AT(max_delay), "TIME", "0", "0", "24h",
	  .help = "with --state: while a pipe is waited for, behind its first 64 KiB, a frame that is not full leaves after this time; 0 is never" },
	{ "limit", OPTION_INT, AT(limit), "N", "0", "0", "9223372036854775807", .result = true,
	  .help = "stop after N documents; 0 is all", .letter = 'n' },
	{ "strict", OPTION_FLAG, AT(strict), .help = "exit 65 if anything in the input was damaged" },
	{ "list", OPTION_FLAG, AT(list), .help = "write name, format and size of each source as text, and read no further" },
	OPTIONS_END,
};

static const struct stage stage = {
	.name = "ingest",
	.summary = "read crawls, pages and texts, and cut them into frames",
	.usage = "[PATH...]",
	.about = "Reads WARC, ARC, WET, JSON lines, HTML, text, RSS and Atom, each also packed by gzip or zstd, and tar "
		 "and zip files of these, from files, "
		 "folders (what lies below them, but for names that begin with a dot) and standard input (-, or no "
		 "path at all), and writes frames.\n\n"
		 "What a source is, its content decides. A name that claims a container (.warc, .arc, .wet, also with "
		 ".gz or .zst) must be one, unless --format says what it is.\n\n"
		 "Damage costs what it hit and nothing beside it: each fault is counted, reported with its offset, and "
		 "reading goes on behind it. An item of a feed that is not well-formed is read as far as it can be, and "
		 "relative links in feeds are taken to be relative to xml:base, else to the feed's own page, else to the "
		 "address of the feed. What the options leave out is counted by reason.\n\n"
		 " leat-ingest crawl.warc.gz | leat-normalize | leat-store corpus.db\n"
		 " leat-ingest --files-from list.txt --strict > all.leat",
	.version = 4,
	.options = options,
	.config_size = sizeof(struct ingest_config),
	.operands_max = SIZE_MAX,
	.stateful = true,
	.check = ingest_check,
	.open = ingest_open,
	.produce = ingest_produce,
	.close = ingest_close,
};

int main(int argc, char **argv)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
		if (strcmp(argv[i], "--list") == 0)
			return list_main(options, argc, argv);
	return stage_main(&stage, argc, argv);
}
