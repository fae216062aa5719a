#include "sessions.h"

#include <stdlib.h>
#include <string.h>

#include "faults.h"
#include "module.h"

#define MOST_SESSIONS 1024

static struct session **sessions; /* Pointers stay the same as long as their session is open. */
static size_t session_count;
static CK_SESSION_HANDLE last_handle;

void end_operation(struct operation *operation)
{
    if (operation->digest)
        gcry_md_close(operation->digest);
    *operation = (struct operation) { 0 };
}

void end_search(struct session *session)
{
    free(session->found);
    session->found = NULL;
    session->finding = false;
}

static void end_all(struct session *session)
{
    end_operation(&session->digesting);
    end_operation(&session->signing);
    end_operation(&session->verifying);
    end_search(session);
}

static void remove_session(size_t index)
{
    end_all(sessions[index]);
    free(sessions[index]);
    session_count--;
    memmove(sessions + index, sessions + index + 1, (session_count - index) * sizeof *sessions);
}

static size_t index_of(CK_SESSION_HANDLE handle)
{
    size_t index = 0;
    while (index < session_count && sessions[index]->handle != handle)
        index++;
    return index;
}

CK_RV session_of(CK_SESSION_HANDLE handle, struct session **found)
{
    size_t index = index_of(handle);
    if (index == session_count)
        return CKR_SESSION_HANDLE_INVALID;
    struct session *session = sessions[index];
    CK_RV code = session->lost ? CKR_TOKEN_NOT_PRESENT : token_in(session->slot, &session->token);
    if (session->lost) {
        remove_session(index);
        return CKR_DEVICE_REMOVED;
    }
    *found = session;
    return code;
}

void sessions_lost(CK_SLOT_ID slot)
{
    for (size_t index = 0; index < session_count; index++)
        if (sessions[index]->slot == slot)
            sessions[index]->lost = true;
}

void count_sessions(CK_SLOT_ID slot, CK_ULONG *all, CK_ULONG *writing)
{
    *all = *writing = 0;
    for (size_t index = 0; index < session_count; index++)
        if (sessions[index]->slot == slot && !sessions[index]->lost) {
            *all += 1;
            *writing += sessions[index]->writing;
        }
}

void end_operations(CK_SLOT_ID slot)
{
    for (size_t index = 0; index < session_count; index++)
        if (sessions[index]->slot == slot && !sessions[index]->lost)
            end_all(sessions[index]);
}

void close_sessions(void)
{
    while (session_count > 0)
        remove_session(session_count - 1);
    free(sessions);
    sessions = NULL;
}

/* The login of an application ends with its last session (section 5.6). */
static void log_out_if_alone(CK_SLOT_ID slot, struct token *token)
{
    CK_ULONG all, writing;
    count_sessions(slot, &all, &writing);
    if (all == 0)
        token->login = NOBODY;
}

static void remove_objects_of(struct token *token, CK_SESSION_HANDLE owner)
{
    struct objects *objects = &token->session_objects;
    for (size_t index = objects->count; index-- > 0;)
        if (objects->items[index].owner == owner)
            remove_object(objects, &objects->items[index]);
}

static CK_RV open_session(
    CK_SLOT_ID slot, CK_FLAGS flags, CK_SESSION_HANDLE *handle)
{
    struct token *token;
    if (!handle)
        return CKR_ARGUMENTS_BAD;
    if (!(flags & CKF_SERIAL_SESSION))
        return CKR_SESSION_PARALLEL_NOT_SUPPORTED;
    CK_RV code = token_in(slot, &token);
    if (code == CKR_OK)
        code = act_fault("open");
    if (code != CKR_OK)
        return code;
    if (!token->state.initialised)
        return CKR_TOKEN_NOT_RECOGNIZED;
    if (token->login == ADMIN && !(flags & CKF_RW_SESSION))
        return CKR_SESSION_READ_WRITE_SO_EXISTS;
    if (session_count == MOST_SESSIONS)
        return CKR_SESSION_COUNT;
    struct session **grown = realloc(sessions, (session_count + 1) * sizeof *grown);
    sessions = grown ? grown : sessions;
    struct session *session = grown ? calloc(1, sizeof *session) : NULL;
    if (!session)
        return CKR_HOST_MEMORY;
    *session = (struct session) {
        .handle = ++last_handle, .slot = slot, .writing = flags & CKF_RW_SESSION
    };
    sessions[session_count++] = session;
    *handle = session->handle;
    return CKR_OK;
}

CK_RV C_OpenSession(
    CK_SLOT_ID slot, CK_FLAGS flags, void *application, CK_NOTIFY notify,
    CK_SESSION_HANDLE *handle)
{
    (void)application;
    (void)notify;
    LOCKED(open_session(slot, flags, handle));
}

static CK_RV close_session(CK_SESSION_HANDLE handle)
{
    struct session *session;
    CK_RV code = session_of(handle, &session);
    if (code != CKR_OK && code != CKR_DEVICE_ERROR)
        return code;
    CK_SLOT_ID slot = session->slot;
    struct token *token = session->token;
    remove_session(index_of(handle));
    remove_objects_of(token, handle);
    log_out_if_alone(slot, token);
    return CKR_OK;
}

CK_RV C_CloseSession(CK_SESSION_HANDLE handle)
{
    LOCKED(close_session(handle));
}

static CK_RV close_all_sessions(CK_SLOT_ID slot)
{
    struct token *token;
    CK_RV code = token_in(slot, &token);
    if (code == CKR_SLOT_ID_INVALID)
        return code;
    for (size_t index = session_count; index-- > 0;)
        if (sessions[index]->slot == slot)
            remove_session(index);
    free_objects(&token->session_objects);
    token->login = NOBODY;
    return code == CKR_DEVICE_ERROR ? CKR_OK : code;
}

CK_RV C_CloseAllSessions(CK_SLOT_ID slot)
{
    LOCKED(close_all_sessions(slot));
}

static CK_RV describe_session(CK_SESSION_HANDLE handle, CK_SESSION_INFO *info)
{
    struct session *session;
    CK_RV code = session_of(handle, &session);
    if (code != CKR_OK)
        return code;
    if (!info)
        return CKR_ARGUMENTS_BAD;
    enum login login = session->token->login;
    CK_STATE state = session->writing ? CKS_RW_PUBLIC_SESSION : CKS_RO_PUBLIC_SESSION;
    if (login == USER)
        state = session->writing ? CKS_RW_USER_FUNCTIONS : CKS_RO_USER_FUNCTIONS;
    if (login == ADMIN)
        state = CKS_RW_SO_FUNCTIONS;
    *info = (CK_SESSION_INFO) {
        .slotID = session->slot,
        .state = state,
        .flags = CKF_SERIAL_SESSION | (session->writing ? CKF_RW_SESSION : 0),
    };
    return CKR_OK;
}

CK_RV C_GetSessionInfo(CK_SESSION_HANDLE handle, CK_SESSION_INFO *info)
{
    LOCKED(describe_session(handle, info));
}
