/* Texts of fixed length, as PKCS #11 has them. */
#ifndef NMO_TRAINING_TEXTS_H
#define NMO_TRAINING_TEXTS_H

#include <stddef.h>

#define MANUFACTURER "Кабинет НМО"
#define MODEL "Training ECP"
#define DESCRIPTION "Учебный токен"

/* Fill a field with UTF-8 text and blanks; a text that is too long ends at a whole character. */
void fill_text(unsigned char *field, size_t room, const char *text);
void fill_octets(unsigned char *field, size_t room, const char *text, size_t length);

#endif
