/*
 * feed_parser: what expat needs to read feeds as they are found: entities that nobody declared.
 */
#ifndef LEAT_INGEST_FEED_PARSER_H
#define LEAT_INGEST_FEED_PARSER_H

#ifdef HAVE_EXPAT
#include <expat.h>

/* Nothing outside the feed is ever read; an unknown entity goes to the parser's handler of
 * skipped entities. */
void feed_set_limits(XML_Parser parser);

#endif
#endif
