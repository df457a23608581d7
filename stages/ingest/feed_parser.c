#include "ingest/feed_parser.h"

#ifdef HAVE_EXPAT

/* Nothing outside the feed is read. An empty DTD makes expat skip unknown entities, where
 * without one they would end the feed. */
static int XMLCALL on_external(XML_Parser parser, const XML_Char *context, const XML_Char *base,
			       const XML_Char *system, const XML_Char *public)
{
	XML_Parser empty;

	(void)base;
	(void)system;
	(void)public;
	if (context)
		return XML_STATUS_OK;
	empty = XML_ExternalEntityParserCreate(parser, context, NULL);
	if (!empty)
		return XML_STATUS_ERROR;
	XML_Parse(empty, "", 0, 1);
	XML_ParserFree(empty);
	return XML_STATUS_OK;
}

void feed_set_limits(XML_Parser parser)
{
	XML_SetExternalEntityRefHandler(parser, on_external);
	XML_SetParamEntityParsing(parser, XML_PARAM_ENTITY_PARSING_ALWAYS);
	XML_UseForeignDTD(parser, XML_TRUE);
}

#endif
