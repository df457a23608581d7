/*
 * folder: removes a temporary folder of this program with all that lies in it; links are not
 * followed. What cannot be removed stays.
 */
#ifndef LEAT_LEAT_FOLDER_H
#define LEAT_LEAT_FOLDER_H

void folder_remove(const char *path);

#endif
