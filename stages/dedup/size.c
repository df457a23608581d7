#include "size.h"

#include <math.h>

/* Of table.c: 8 bytes an entry; the load falls from .80 to .53 as a table grows by half. */
static const double ENTRY_BYTES = 8 / 0.65;
/* Of a sketch, in a text of more shingles than it has entries: sixteenths of a level. */
static const double SKETCH_FILL = 0.98;

/* Mean of a text's anchors to the most, for news of 2.5 KB. */
static const double ANCHORS_FILL = 0.95;

struct size_estimate size_estimate(const struct settings *settings, double documents, double id_bytes, double lines, double frame)
{
	double entries = 1 + settings->exact + settings->url + (settings->paragraph ? lines : 0);
	double row = 4 + ROW_HEAD + id_bytes + (settings->url ? 8 : 0) + (settings->paragraph ? 4 + 8 * lines : 0);
	struct size_estimate estimate = { 0 };

	if (settings->near) {
		entries += settings->near->bands;
		row += 4 + NEAR_HEAD + 4.0 * settings->near->bands + 2 * SKETCH_FILL * settings->near->sketch;
	}
	if (settings->translated) {
		entries += TRANSLATED_POSTED;
		row += 4 + TRANSLATED_HEAD + ANCHORS_FILL * TRANSLATED_ANCHOR * TRANSLATED_ANCHORS_MIN;
	}
	estimate.memory = documents * (entries * ENTRY_BYTES + (settings->translated ? TRANSLATED_ROW : 0)) + documents / frame * (sizeof(struct frame_info) + ENTRY_BYTES);
	estimate.disk = documents * row + documents / frame * FRAME_ENTRY_HEAD;
	estimate.candidates = documents * entries / exp2(32);
	estimate.wrong = documents * documents / 2 / exp2(128);
	return estimate;
}

/* A band agrees when all its rows do; at least `hits` of the bands have to. */
double size_collision(const struct near_preset *preset, double similarity)
{
	double band = pow(similarity, preset->rows), miss = 0, term = pow(1 - band, preset->bands);

	if (band >= 1)
		return 1;
	for (unsigned i = 0; i < preset->hits; i++) {
		miss += term;
		term *= (preset->bands - i) / (i + 1.0) * band / (1 - band);
	}
	return 1 - miss;
}

static void count_table(const struct table *table, struct size_census *census)
{
	census->table_entries += table->used;
	census->table_places += table->size * TABLE_BUCKET;
}

void size_census(const struct index *index, struct size_census *census)
{
	struct row row;

	*census = (struct size_census){ .memory = index_bytes(index), .journal = index_end(index), .frames = index->frame_count };
	for (unsigned i = 0; i < TABLES; i++)
		count_table(&index->tables[i], census);
	for (unsigned i = 0; index->settings->near && i < index->settings->near->bands; i++)
		count_table(&index->bands.tables[i], census);
	for (uint32_t i = 0; i < index->frame_count; i++) {
		const struct frame_info *frame = &index->frames[i];

		if (frame->superseded) {
			census->void_frames++;
			continue;
		}
		for (uint32_t k = 0; k < frame->nrec; k++) {
			if (!entry_find_row(index_at(index, frame->offset), k, &row))
				continue;
			census->rows++;
			census->kinds[row.kind]++;
		}
	}
}
