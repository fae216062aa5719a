#include "slots.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "faults.h"
#include "sessions.h"
#include "texts.h"

#define REMOVED ".removed"

static struct {
    struct token token;
    bool changed;
} slots[SLOTS];

static char store[2048];

bool slots_start(void)
{
    const char *named = getenv(STORE_VARIABLE);
    if (!named || !*named || strlen(named) >= sizeof store)
        return false;
    memcpy(store, named, strlen(named) + 1);
    for (size_t end = strlen(store); end > 1 && store[end - 1] == '/'; end--)
        store[end - 1] = 0;
    for (size_t slot = 0; slot < SLOTS; slot++)
        slots[slot].token = (struct token) { .folder = -1, .lock = -1 };
    look_at_store();
    for (size_t slot = 0; slot < SLOTS; slot++)
        slots[slot].changed = false; /* What was there from the beginning is no event. */
    return true;
}

void slots_stop(void)
{
    for (size_t slot = 0; slot < SLOTS; slot++)
        if (slots[slot].token.present)
            close_token(&slots[slot].token);
}

const char *store_path(void)
{
    return store;
}

static void drop_if_gone(size_t slot)
{
    struct token *token = &slots[slot].token;
    if (!token->present || token_lies_in(token, store))
        return;
    close_token(token);
    sessions_lost(slot);
    slots[slot].changed = true;
}

static bool is_plugged_in(const char *name)
{
    for (size_t slot = 0; slot < SLOTS; slot++)
        if (slots[slot].token.present && strcmp(slots[slot].token.folder_name, name) == 0)
            return true;
    return false;
}

/* A token that comes back gets the slot that it had, if that is free: a reader of its own. */
static size_t free_slot_for(const char *name)
{
    size_t found = SLOTS;
    for (size_t slot = SLOTS; slot-- > 0;) {
        const struct token *token = &slots[slot].token;
        if (!token->present && strcmp(token->folder_name, name) == 0)
            return slot;
        /* The lowest slot that never held a token, or else the lowest one that is free. */
        if (!token->present
            && (found == SLOTS || !token->folder_name[0] || slots[found].token.folder_name[0]))
            found = slot;
    }
    return found;
}

static void plug_in(const char *name)
{
    size_t slot = free_slot_for(name);
    struct token opened;
    if (slot == SLOTS || is_plugged_in(name) || !open_token(&opened, store, name))
        return;
    slots[slot].token = opened;
    slots[slot].changed = true;
}

static int is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

void look_at_store(void)
{
    struct dirent **entries = NULL;
    for (size_t slot = 0; slot < SLOTS; slot++)
        drop_if_gone(slot);
    int count = scandir(store, &entries, is_visible, alphasort);
    for (int index = 0; index < count; index++) {
        plug_in(entries[index]->d_name);
        free(entries[index]);
    }
    free(entries);
}

CK_RV token_in(CK_SLOT_ID slot, struct token **token)
{
    if (slot >= SLOTS)
        return CKR_SLOT_ID_INVALID;
    drop_if_gone(slot);
    *token = &slots[slot].token;
    if (!(*token)->present)
        look_at_store();
    return (*token)->present ? read_token(*token) : CKR_TOKEN_NOT_PRESENT;
}

void unplug(CK_SLOT_ID slot)
{
    char from[4096], to[4096];
    const char *name = slots[slot].token.folder_name;
    int number = 0, failed;
    snprintf(to, sizeof to, "%s" REMOVED, store);
    mkdir(to, 0700);
    snprintf(from, sizeof from, "%s/%s", store, name);
    snprintf(to, sizeof to, "%s" REMOVED "/%s", store, name);
    while ((failed = rename(from, to)) != 0 && (errno == EEXIST || errno == ENOTEMPTY))
        snprintf(to, sizeof to, "%s" REMOVED "/%s.%d", store, name, ++number);
    if (!failed)
        drop_if_gone(slot);
}

CK_RV list_slots(CK_BBOOL with_token, CK_SLOT_ID *list, CK_ULONG *count)
{
    CK_SLOT_ID found[SLOTS];
    CK_ULONG number = 0;
    if (!count)
        return CKR_ARGUMENTS_BAD;
    CK_RV refusal = act_fault("list");
    if (refusal != CKR_OK)
        return refusal;
    look_at_store();
    for (CK_SLOT_ID slot = 0; slot < SLOTS; slot++)
        if (!with_token || slots[slot].token.present)
            found[number++] = slot;
    CK_ULONG room = *count;
    *count = number;
    if (!list)
        return CKR_OK;
    if (room < number)
        return CKR_BUFFER_TOO_SMALL;
    memcpy(list, found, number * sizeof *list);
    return CKR_OK;
}

CK_RV describe_slot(CK_SLOT_ID slot, CK_SLOT_INFO *info)
{
    char description[64];
    if (slot >= SLOTS)
        return CKR_SLOT_ID_INVALID;
    if (!info)
        return CKR_ARGUMENTS_BAD;
    look_at_store();
    snprintf(description, sizeof description, "Учебный считыватель %02lu", slot);
    *info = (CK_SLOT_INFO) {
        .flags = CKF_REMOVABLE_DEVICE | CKF_HW_SLOT
            | (slots[slot].token.present ? CKF_TOKEN_PRESENT : 0),
        .hardwareVersion = { 1, 0 },
        .firmwareVersion = { 1, 0 },
    };
    fill_text(info->slotDescription, sizeof info->slotDescription, description);
    fill_text(info->manufacturerID, sizeof info->manufacturerID, MANUFACTURER);
    return CKR_OK;
}

CK_RV take_slot_event(CK_SLOT_ID *slot)
{
    look_at_store();
    for (CK_SLOT_ID each = 0; each < SLOTS; each++)
        if (slots[each].changed) {
            slots[each].changed = false;
            *slot = each;
            return CKR_OK;
        }
    return CKR_NO_EVENT;
}
