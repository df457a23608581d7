#include "ingest/feed_parser.h"

#ifdef HAVE_EXPAT

#include <iconv.h>
#include <stdint.h>

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

/* Single-byte charsets that expat does not bring along. */
static int XMLCALL on_encoding(void *ctx, const XML_Char *name, XML_Encoding *info)
{
	iconv_t converter = iconv_open("UTF-32LE", name);

	(void)ctx;
	if (converter == (iconv_t)-1)
		return XML_STATUS_ERROR;
	for (int i = 0; i < 256; i++) {
		char byte = (char)i;
		char *in = &byte;
		size_t in_left = 1;
		uint32_t code = 0;
		char *out = (char *)&code;
		size_t out_left = sizeof code;

		iconv(converter, NULL, NULL, NULL, NULL);
		if (iconv(converter, &in, &in_left, &out, &out_left) == (size_t)-1 || out_left != 0)
			code = i < 0x80 ? (uint32_t)i : 0xfffd;
		info->map[i] = (int)code;
	}
	iconv_close(converter);
	info->data = NULL;
	info->convert = NULL;
	info->release = NULL;
	return XML_STATUS_OK;
}

void feed_set_limits(XML_Parser parser)
{
	XML_SetExternalEntityRefHandler(parser, on_external);
	XML_SetParamEntityParsing(parser, XML_PARAM_ENTITY_PARSING_ALWAYS);
	XML_UseForeignDTD(parser, XML_TRUE);
	XML_SetUnknownEncodingHandler(parser, on_encoding, NULL);
}

#endif
