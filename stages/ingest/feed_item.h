/*
 * feed_item: one item of a feed, put together from elements and text: RSS 0.9 to 2.0 with
 * content:encoded and Dublin Core, and Atom. Elements are told by their names as feeds write
 * them ("content:encoded"), not by name space.
 */
#ifndef LEAT_INGEST_FEED_ITEM_H
#define LEAT_INGEST_FEED_ITEM_H

#include "base/buf.h"
#include "ingest/doc.h"

enum feed_slot {
	FEED_NONE,
	FEED_ID,
	FEED_URL,
	FEED_TITLE,
	FEED_AUTHOR,
	FEED_PUBLISHED,
	FEED_MODIFIED,
	FEED_SUMMARY,
	FEED_CONTENT,
	FEED_CATEGORY,
	FEED_SLOTS
};

/* Also takes what the feed says of itself, outside of all items. */
struct feed_item {
	bool loose; /* what comes is not well-formed: read as much of it as can be */
	bool atom;
	bool opaque_id; /* the guid says that it is no address */
	enum feed_slot slot; /* what text goes to */
	const char *element; /* that opened it */
	int depth; /* of elements inside it */
	bool markup; /* of the slot: elements are written out again */
	bool plain; /* the content is text, not escaped HTML */
	bool title_markup;
	struct buf value[FEED_SLOTS];
	struct buf base; /* xml:base */
	struct buf address; /* where there is no link: rdf:about, a guid that is one */
	struct buf categories; /* JSON array under way */
	struct buf work;
	struct doc_field fields[8];
};

void feed_item_begin(struct feed_item *item, bool loose);
void feed_item_release(struct feed_item *item);

/* A start tag, `attributes` being names and values in turn, with NULL behind them. */
void feed_item_open(struct feed_item *item, const char *name, const char **attributes);
void feed_item_close(struct feed_item *item, const char *name);
void feed_item_text(struct feed_item *item, struct str text);

/* Reads `markup`, UTF-8, by the rules of HTML, in which nothing is an error. */
void feed_item_salvage(struct feed_item *item, struct str markup);

/* Whether there is anything that is worth a record. */
bool feed_item_says(const struct feed_item *item);
/* The address of the item, as it is written; absent: none. */
struct str feed_item_link(const struct feed_item *item);
/* Fills id, mime, content and fields, which point into the item; `feed` is what the feed says of itself. */
void feed_item_fill(struct feed_item *item, const struct feed_item *feed, struct doc *doc);

/* "Tue, 02 Jan 2024 03:04:05 +0100" (RFC 822) as RFC 3339, appended; false if it is something else. */
bool feed_date(struct str text, struct buf *out);

#endif
