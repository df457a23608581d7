/*
 * journal: what dedup decided, as the bytes that --state keeps: the one truth, from which
 * the indexes are rebuilt. A sequence of entries, all numbers little-endian:
 *
 *   entry   length u32 (all of it, a multiple of 8)  crc32c u32 (of what follows)
 *           kind u16  version u16  zero u32, then by kind:
 *   PARAMETERS  text                     first entry; the settings that decide
 *   RECIPE      recipe u64, text         before the first frame with it
 *   FRAME       stream u64  seq u64  src_hash u64  recipe u64  born u64
 *               nrec u32  first_row u32  row_at u32[nrec] (from the entry's start; 0: the
 *               record came dropped or rejected, or had no text), rows
 *   SUPERSEDE   stream u64  seq u64      the frames of the stream so far from seq on are void
 *   COMMIT      offset u64 (its own)     all before it was fsynced with it
 *
 *   row     kind u8  parts u8  id_len u16  of u32 (row)  score f32  key 16 bytes
 *           then, where `parts` says so: url u64; near (near.h), paragraphs (paragraph.h),
 *           translated (translated_anchor.h), each a u32 length and that many bytes; then the id; padded to 4
 *
 * A row is one record; rows are numbered through all frames from 0. A frame is written
 * whole: a draft is made of the records alone (entry_*, in parallel), then gets its row
 * numbers and verdicts, then its checksum.
 */
#ifndef LEAT_DEDUP_JOURNAL_H
#define LEAT_DEDUP_JOURNAL_H

#include "base/buf.h"
#include "base/num.h"
#include "record/frame.h"

#include <stdbool.h>
#include <stdint.h>

enum entry_kind { ENTRY_PARAMETERS = 1, ENTRY_RECIPE, ENTRY_FRAME, ENTRY_SUPERSEDE, ENTRY_COMMIT };

enum {
	JOURNAL_VERSION = 1,
	ENTRY_HEAD = 16,
	ENTRY_MAX = 1 << 29, /* length */
	FRAME_ENTRY_HEAD = 64,
	ROW_HEAD = 28,
	ROW_ID_MAX = 4096, /* bytes of an id that are kept */
};

/* What became of a record. Only KEPT, REVISION and TRANSLATED are documents that others may
 * be duplicates of; TRANSLATION_DROPPED is what a translation is under --action drop. */
enum row_kind {
	ROW_KEPT, ROW_REVISION, ROW_SAME, ROW_EXACT, ROW_URL, ROW_NEAR, ROW_PARAGRAPH, ROW_TRANSLATED, ROW_TRANSLATION_DROPPED, ROW_KINDS
};

enum row_part { ROW_HAS_URL = 1, ROW_HAS_NEAR = 2, ROW_HAS_PARAGRAPHS = 4, ROW_HAS_TRANSLATED = 8 };

/* A row as it lies; borrowed. */
struct row {
	char *at;
	enum row_kind kind;
	uint32_t of; /* of a duplicate; the revised document; of KEPT with a score: where its first recurring line stood */
	float score; /* of KEPT: share of its lines that recur */
	const char *key; /* XXH3-128 of the text, 16 bytes */
	uint64_t url; /* hash; 0: none */
	struct str near, paragraphs, translated; /* at == NULL: none */
	struct str id; /* empty: none */
};

struct entry {
	enum entry_kind kind;
	struct str bytes; /* the whole entry */
	/* FRAME, SUPERSEDE */
	uint64_t stream, seq;
	/* FRAME */
	uint64_t src_hash, recipe, born;
	uint32_t nrec, first_row;
	/* PARAMETERS, RECIPE */
	struct str text;
};

/* Appends the draft of a frame: row_at for head->nrec records, to be filled by rows. Only
 * one draft is in a buffer, from its start. */
void entry_frame(struct buf *draft, const struct frame_head *head);
/* Starts the row of record `index`; parts and id follow in this order, then row_end. */
void entry_row(struct buf *draft, uint32_t index, const char key[16]);
void entry_url(struct buf *draft, uint64_t url);
/* A part of a length that is not yet known: fill it at the buffer's end, then end it; or
 * take it back to `length`, which the draft had before. */
size_t entry_part_begin(struct buf *draft, enum row_part part);
void entry_part_end(struct buf *draft, size_t begin);
void entry_part_cancel(struct buf *draft, enum row_part part, size_t length);
void entry_row_end(struct buf *draft, struct str id);
/* Pads the draft and sets its length. */
void entry_frame_end(struct buf *draft);

/* Appends a whole entry of another kind. */
void entry_text(struct buf *out, enum entry_kind kind, uint64_t recipe, struct str text);
void entry_supersede(struct buf *out, uint64_t stream, uint64_t seq);
void entry_commit(struct buf *out, uint64_t offset);

/* Sets an entry's checksum, when nothing in it changes any more. */
void entry_seal(char *entry);

/* Reads the entry at `bytes` and checks all of it, so that its rows can be trusted. False
 * when it is cut or damaged. */
bool entry_read(struct str bytes, struct entry *entry);
/* Row of record `index` of a frame's entry that was checked; false where it has none. */
bool entry_find_row(const char *entry, uint32_t index, struct row *row);
/* Sets the verdict in a row. */
void row_decide(struct row *row, enum row_kind kind, uint32_t of, float score);
/* Sets the number of the first row in a frame's entry. */
void entry_number(char *entry, uint32_t first_row);

#endif
