#include "module.h"

#include <pthread.h>
#include <string.h>
#include <unistd.h>

#include "faults.h"
#include "gost.h"
#include "sessions.h"
#include "slots.h"
#include "texts.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pid_t initialised_by; /* A child of fork has to initialise anew (section 5.4). */

CK_RV enter(void)
{
    pthread_mutex_lock(&lock);
    if (initialised_by == getpid())
        return CKR_OK;
    return leave(CKR_CRYPTOKI_NOT_INITIALIZED);
}

CK_RV leave(CK_RV code)
{
    pthread_mutex_unlock(&lock);
    return code;
}

/* The module locks by itself, with POSIX; a caller's own mutexes alone cannot serve it. */
static CK_RV check_arguments(const CK_C_INITIALIZE_ARGS *arguments)
{
    if (!arguments)
        return CKR_OK;
    int given = !!arguments->CreateMutex + !!arguments->DestroyMutex + !!arguments->LockMutex
        + !!arguments->UnlockMutex;
    if (arguments->pReserved || (given != 0 && given != 4))
        return CKR_ARGUMENTS_BAD;
    return given == 4 && !(arguments->flags & CKF_OS_LOCKING_OK) ? CKR_CANT_LOCK : CKR_OK;
}

static void forget_everything(void)
{
    close_sessions();
    slots_stop();
    initialised_by = 0;
}

static CK_RV initialise(const CK_C_INITIALIZE_ARGS *arguments)
{
    CK_RV code = check_arguments(arguments);
    if (code != CKR_OK)
        return code;
    if (initialised_by == getpid())
        return CKR_CRYPTOKI_ALREADY_INITIALIZED;
    if (initialised_by != 0)
        forget_everything();
    if (!gost_start() || !slots_start())
        return CKR_GENERAL_ERROR;
    code = act_fault("initialize");
    if (code == CKR_OK)
        initialised_by = getpid();
    else
        slots_stop();
    return code;
}

CK_RV C_Initialize(void *arguments)
{
    pthread_mutex_lock(&lock);
    return leave(initialise(arguments));
}

static CK_RV finalise(void *reserved)
{
    if (reserved)
        return CKR_ARGUMENTS_BAD;
    forget_everything();
    return CKR_OK;
}

CK_RV C_Finalize(void *reserved)
{
    LOCKED(finalise(reserved));
}

static CK_RV describe_module(CK_INFO *info)
{
    if (!info)
        return CKR_ARGUMENTS_BAD;
    *info = (CK_INFO) { .cryptokiVersion = { 2, 40 }, .libraryVersion = { 1, 0 } };
    fill_text(info->manufacturerID, sizeof info->manufacturerID, MANUFACTURER);
    fill_text(info->libraryDescription, sizeof info->libraryDescription, DESCRIPTION);
    return CKR_OK;
}

CK_RV C_GetInfo(CK_INFO *info)
{
    LOCKED(describe_module(info));
}

CK_RV C_GetSlotList(CK_BBOOL with_token, CK_SLOT_ID *slots, CK_ULONG *count)
{
    LOCKED(list_slots(with_token, slots, count));
}

CK_RV C_GetSlotInfo(CK_SLOT_ID slot, CK_SLOT_INFO *info)
{
    LOCKED(describe_slot(slot, info));
}

static CK_RV next_event(CK_SLOT_ID *slot)
{
    LOCKED(take_slot_event(slot));
}

CK_RV C_WaitForSlotEvent(CK_FLAGS flags, CK_SLOT_ID *slot, void *reserved)
{
    if (!slot || reserved)
        return CKR_ARGUMENTS_BAD;
    CK_RV code = next_event(slot);
    while (code == CKR_NO_EVENT && !(flags & CKF_DONT_BLOCK)) {
        usleep(100000);
        code = next_event(slot);
    }
    return code;
}
