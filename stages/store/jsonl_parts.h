/*
 * jsonl_parts: the files of a JSONL sink that is a folder: a part is begun as NAME.part, and
 * gets its name when it is complete: over the size, or at the end of a whole flow. Its
 * completion is a step of three, which is taken up again after a crash: the journal's COMMIT
 * says that it is done; it is renamed and listed in FOLDER.manifest.tsv (file, lines,
 * bytes); the user's command runs. So the command may run twice for one part, never not at all.
 *
 *   00000.jsonl.gz   or by language   nb-00000.jsonl.gz
 */
#ifndef LEAT_STORE_JSONL_PARTS_H
#define LEAT_STORE_JSONL_PARTS_H

#include "record/record.h"
#include "store/lines_file.h"

enum { JSONL_GROUPS_MAX = 250 }; /* languages; further ones go to "other" */

struct jsonl_parts;

struct jsonl_parts_options {
	const char *folder; /* without '/' at its end */
	const char *journal; /* its name, for messages */
	enum lines_codec codec;
	uint64_t split; /* bytes as written; 0: one part */
	bool by_lang;
	const char *on_complete; /* NULL: no command */
};

/* `note`: the map that jsonl_parts_note packed, or STR_NONE for a new sink, whose folder is made
 * and must hold no lines. Strings of *options are borrowed. NULL on error: as
 * lines_file_reopen; EXIT_MISMATCH where the note is none of these. */
struct jsonl_parts *jsonl_parts_open(const struct jsonl_parts_options *options, struct str note, struct err *err);
/* Adds the lines of the frame's kept records; its records are open. */
int jsonl_parts_add(struct jsonl_parts *parts, struct frame *frame, struct str lines, struct lines_pack *pack,
		    struct err *err);
/* All that are begun are complete with the next COMMIT; true if there are any. */
bool jsonl_parts_finish(struct jsonl_parts *parts);
/* Writes and syncs what is pending; comes before the note. */
int jsonl_parts_sync(struct jsonl_parts *parts, struct lines_pack *pack, struct err *err);
/* Appends what the next COMMIT has to say of them, as a packed map. */
void jsonl_parts_note(const struct jsonl_parts *parts, struct buf *out);
/* Behind the COMMIT: what it says is done gets its name. */
int jsonl_parts_committed(struct jsonl_parts *parts, struct err *err);
/* Whether something is not committed yet. */
bool jsonl_parts_pending(const struct jsonl_parts *parts);
/* Back to what the last COMMIT said, after a failure. */
void jsonl_parts_cut_back(struct jsonl_parts *parts);
void jsonl_parts_free(struct jsonl_parts *parts);

#endif
