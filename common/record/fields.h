/*
 * fields: every field of a record, once. A record is a MessagePack map with string keys in
 * two parts: META (all of these) and BULK (text, body). Absent means unknown; nothing is
 * guessed. Fields that are not listed here pass through every stage untouched.
 *
 *   F(NAME, "key", type, writer, span, "meaning and unit")
 *
 * type: str, int, float, bool, list, map; times are str, RFC 3339 UTC.
 * span: S where the value is a list of maps whose "at" (and "len") count code points of
 * `text`; edit.h moves these when the text changes. Others are NONE.
 */
#ifndef LEAT_RECORD_FIELDS_H
#define LEAT_RECORD_FIELDS_H

#define RECORD_FIELDS(F)                                                                        \
	/* identity */                                                                          \
	F(ID, "id", str, ingest, NONE, "WARC-Record-ID, JSONL id, feed guid, else STREAM-ORDINAL") \
	F(URL, "url", str, ingest, NONE, "canonical after normalize")                              \
	F(SOURCE, "source", str, ingest, NONE, "path or listed name of the source object")         \
	F(OFFSET, "offset", int, ingest, NONE, "bytes: where the record lies in the source file")  \
	F(FETCHED, "fetched", str, ingest, NONE, "time of the crawl")                              \
	/* body */                                                                              \
	F(MIME, "mime", str, ingest, NONE, "media type without parameters, lower case")            \
	F(CHARSET, "charset", str, normalize, NONE, "as decided; the HTTP label before normalize") \
	F(CHARSET_FROM, "charset_from", str, normalize, NONE, "bom http meta utf8 detected")       \
	F(STATUS, "status", int, ingest, NONE, "HTTP status")                                      \
	F(TRUNCATED, "truncated", str, ingest, NONE, "why the body is not whole")                  \
	F(REPAIRED, "repaired", list, normalize, NONE, "what was repaired in the text")            \
	/* said by the page */                                                                  \
	F(TITLE, "title", str, extract, NONE, "headline")                                          \
	F(AUTHOR, "author", str, extract, NONE, "names, joined by '; '")                           \
	F(SITE, "site", str, extract, NONE, "name of the site")                                    \
	F(PUBLISHED, "published", str, extract, NONE, "date or time, as the page writes it")       \
	F(PUBLISHED_FROM, "published_from", str, extract, NONE, "where it was found")              \
	F(MODIFIED, "modified", str, extract, NONE, "date or time of the last change")             \
	F(MODIFIED_FROM, "modified_from", str, extract, NONE, "where it was found")                \
	F(DESCRIPTION, "description", str, extract, NONE, "deck or summary")                       \
	F(CANONICAL, "canonical", str, extract, NONE, "canonical URL that the page states")        \
	F(IMAGE, "image", str, extract, NONE, "URL of the lead picture")                           \
	F(LICENSE, "license", str, extract, NONE, "URL or name")                                   \
	F(CATEGORIES, "categories", list, extract, NONE, "sections and keywords, str")             \
	F(ROBOTS, "robots", str, extract, NONE, "directives of meta; of X-Robots-Tag from ingest") \
	F(TDM, "tdm", str, extract, NONE, "text and data mining reservation; from ingest, too") \
	F(CAPTIONS, "captions", list, extract, NONE, "{text, credit} of pictures")                 \
	F(HEADINGS, "headings", list, extract, S, "{text, at}; they stand in text too")         \
	F(ALTERNATES, "alternates", list, extract, NONE, "{lang, url} of other versions")          \
	/* found */                                                                             \
	F(LANG, "lang", str, extract, NONE, "BCP 47")                                              \
	F(LANG_DECLARED, "lang_declared", str, extract, NONE, "as the page says, BCP 47 or nearly") \
	F(LANG_SCORE, "lang_score", float, extract, NONE, "0 to 1")                                \
	F(LANG_SPANS, "lang_spans", list, extract, S, "{lang, at, len} by paragraph")           \
	F(SCRIPT, "script", str, extract, NONE, "ISO 15924")                                       \
	F(CUT, "cut", list, extract, S, "{rule, at, text}: boilerplate taken out of text")      \
	F(SIGNALS, "signals", map, extract, NONE, "{name: number}")                                \
	/* verdicts */                                                                          \
	F(DUP, "dup", map, dedup, NONE, "{kind, of, score, cluster, evidence}")                              \
	F(FILTER, "filter", map, filter, NONE, "{rule, reason}")                                   \
	F(DROP, "drop", map, any, NONE, "{stage, reason} of a dropped record")                     \
	F(REJECT, "reject", map, any, NONE, "{stage, reason} of a rejected record")                \
	/* bulk */                                                                              \
	F(TEXT, "text", str, normalize, NONE, "main text: paragraphs joined by one empty line")    \
	F(BODY, "body", bin, ingest, NONE, "bytes as found; clean UTF-8 markup after normalize")

#define RECORD_FIELD_NAME(name, key, type, writer, span, meaning) \
	static const char FIELD_##name[] __attribute__((unused)) = key;
RECORD_FIELDS(RECORD_FIELD_NAME)
#undef RECORD_FIELD_NAME

#endif
