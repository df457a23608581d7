/* translated_find.c, but that what it asks of the lexicon is recorded (translated_train.c). */
#define translated_concept translated_asked
#include "dedup/translated_find.c"
