/*
 * A PKCS#11 driver that passes calls on to a real one and misbehaves on request.
 *
 *   gcc -shared -fPIC -o hostile.so hostile.c -ldl
 *
 * HOSTILE_MODULE   path of the real module, for example SoftHSM
 * HOSTILE_CONTROL  path of a file that is read again at each call, one fault per line:
 *
 *   FUNCTION segfault | hang | abort | exit N | delay MILLISECONDS | print TEXT | return 0xCODE
 *                           FUNCTION is C_Sign and so on, "load" (when the file is loaded),
 *                           or "*" for every function; delay and print go on with the call
 *   slots N                 C_GetSlotList tells of N slots
 *   objects endless         C_FindObjects never runs dry
 *   value-length N          each attribute claims N bytes
 *   label HEX               bytes of the token's label (undecodable ones, for example)
 *   flags-set 0xBITS        bits that C_GetTokenInfo sets; flags-clear takes them away
 *   pin-length MIN MAX      limits that C_GetTokenInfo tells
 *   vanish 0xCODE           the token is out: no slot has one, session functions return CODE
 *   pin-pad PIN             a PIN pad: C_Login without a PIN uses this one
 *   always-authenticate PIN keys ask for the PIN before each C_Sign
 *   signature garbage|long  C_Sign gives bytes that are no signature, or claims a huge length
 *   spare N                 the first N calls of C_Sign behave
 *   logins FILE             each C_Login adds a line to FILE
 *
 * No file, or an empty one: the real module, unchanged.
 */
#include <dlfcn.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

typedef unsigned long ulong_t;
typedef ulong_t (*function_t)();

enum {
    OK = 0, GENERAL_ERROR = 5, PIN_INCORRECT = 0xA0, TOKEN_NOT_PRESENT = 0xE0,
    USER_NOT_LOGGED_IN = 0x101
};
enum {
    INITIALIZE = 0, GET_SLOT_LIST = 4, GET_SLOT_INFO, GET_TOKEN_INFO, GET_MECHANISM_LIST,
    OPEN_SESSION = 12, CLOSE_SESSION, CLOSE_ALL_SESSIONS, LOGIN = 18, LOGOUT,
    GET_ATTRIBUTE_VALUE = 24, FIND_OBJECTS_INIT = 26, FIND_OBJECTS, FIND_OBJECTS_FINAL,
    SIGN_INIT = 42, SIGN, FUNCTIONS = 68
};
#define CONTEXT_SPECIFIC 2
#define ALWAYS_AUTHENTICATE 0x202
#define PROTECTED_AUTHENTICATION_PATH 0x100

struct function_list { unsigned char major, minor; function_t call[FUNCTIONS]; };
struct attribute { ulong_t type; unsigned char *value; ulong_t length; };
struct token_info {
    char label[32], manufacturer[32], model[16], serial[16];
    ulong_t flags, sessions[4], max_pin, min_pin, memory[4];
    unsigned char versions[4];
    char time[16];
};

static struct function_list *real, ours;
static int confirmed;
static ulong_t signs;

/* Find "NAME VALUE" in the control file; VALUE goes to `value`. */
static int told(const char *name, char *value, size_t size)
{
    const char *path = getenv("HOSTILE_CONTROL");
    FILE *file = path ? fopen(path, "r") : NULL;
    char line[512];
    int found = 0;
    if (!file)
        return 0;
    while (!found && fgets(line, sizeof line, file)) {
        char *end = line + strcspn(line, " \n");
        char *rest = *end == ' ' ? end + 1 : end;
        *end = 0;
        rest[strcspn(rest, "\n")] = 0;
        if (!strcmp(line, name)) {
            snprintf(value, size, "%s", rest);
            found = 1;
        }
    }
    fclose(file);
    return found;
}

static int told_number(const char *name, ulong_t *number)
{
    char value[512];
    if (!told(name, value, sizeof value))
        return 0;
    *number = strtoul(value, NULL, 0);
    return 1;
}

/* Do what the control file says for a function; returns 1 when `code` is to be returned. */
static int fault(const char *function, ulong_t *code)
{
    char action[512], *argument;
    if (!told(function, action, sizeof action) && !told("*", action, sizeof action))
        return 0;
    argument = strchr(action, ' ');
    argument = argument ? argument + 1 : "";
    if (!strncmp(action, "segfault", 8))
        raise(SIGSEGV);
    if (!strncmp(action, "hang", 4))
        for (;;)
            pause();
    if (!strncmp(action, "abort", 5))
        abort();
    if (!strncmp(action, "exit", 4))
        exit(atoi(argument));
    if (!strncmp(action, "delay", 5))
        usleep(1000 * strtoul(argument, NULL, 0));
    if (!strncmp(action, "print", 5)) {
        puts(argument);
        fflush(stdout);
    }
    *code = strtoul(argument, NULL, 0);
    return !strncmp(action, "return", 6);
}

#define FAULT(name)                                                                               \
    ulong_t code = OK;                                                                            \
    if (fault(name, &code))                                                                       \
        return code;
#define GONE                                                                                      \
    if (told_number("vanish", &code))                                                             \
        return code;
#define PASS_1(index, name, gone)                                                                 \
    static ulong_t f_##index(ulong_t a) { FAULT(name) gone return real->call[index](a); }
#define PASS_3(index, name, gone)                                                                 \
    static ulong_t f_##index(ulong_t a, void *b, void *c)                                         \
    { FAULT(name) gone return real->call[index](a, b, c); }

PASS_1(INITIALIZE, "C_Initialize", )
PASS_1(CLOSE_SESSION, "C_CloseSession", GONE)
PASS_1(CLOSE_ALL_SESSIONS, "C_CloseAllSessions", GONE)
PASS_1(LOGOUT, "C_Logout", GONE)
PASS_1(FIND_OBJECTS_FINAL, "C_FindObjectsFinal", GONE)
PASS_3(GET_SLOT_INFO, "C_GetSlotInfo", )
PASS_3(GET_MECHANISM_LIST, "C_GetMechanismList", GONE)
PASS_3(FIND_OBJECTS_INIT, "C_FindObjectsInit", GONE)

static ulong_t f_GET_SLOT_LIST(unsigned char present, ulong_t *slots, ulong_t *count)
{
    ulong_t number, index;
    FAULT("C_GetSlotList")
    if (told_number("vanish", &number)) {
        *count = 0;
        return OK;
    }
    if (!told_number("slots", &number))
        return real->call[GET_SLOT_LIST](present, slots, count);
    for (index = 0; slots && index < number && index < *count; index++)
        slots[index] = index;
    *count = number;
    return OK;
}

static ulong_t f_GET_TOKEN_INFO(ulong_t slot, struct token_info *info)
{
    char text[512];
    ulong_t bits, index;
    FAULT("C_GetTokenInfo")
    if (told_number("vanish", &bits))
        return TOKEN_NOT_PRESENT;
    code = real->call[GET_TOKEN_INFO](slot, info);
    if (told_number("flags-set", &bits))
        info->flags |= bits;
    if (told_number("flags-clear", &bits))
        info->flags &= ~bits;
    if (told("pin-pad", text, sizeof text))
        info->flags |= PROTECTED_AUTHENTICATION_PATH;
    if (told("pin-length", text, sizeof text))
        sscanf(text, "%lu %lu", &info->min_pin, &info->max_pin);
    if (told("label", text, sizeof text))
        for (index = 0; index < 32 && text[2 * index] && text[2 * index + 1]; index++) {
            unsigned byte;
            sscanf(text + 2 * index, "%2x", &byte);
            info->label[index] = (char)byte;
        }
    return code;
}

static ulong_t f_OPEN_SESSION(ulong_t slot, ulong_t flags, void *a, void *b, ulong_t *session)
{
    FAULT("C_OpenSession")
    GONE
    return real->call[OPEN_SESSION](slot, flags, a, b, session);
}

static ulong_t f_LOGIN(ulong_t session, ulong_t user, char *pin, ulong_t length)
{
    char text[512];
    FAULT("C_Login")
    GONE
    if (told("logins", text, sizeof text)) {
        FILE *file = fopen(text, "a");
        if (file) {
            fputs("login\n", file);
            fclose(file);
        }
    }
    if (!pin && told("pin-pad", text, sizeof text)) {
        pin = text;
        length = strlen(text);
    }
    if (user != CONTEXT_SPECIFIC)
        return real->call[LOGIN](session, user, pin, length);
    if (!told("always-authenticate", text, sizeof text))
        return GENERAL_ERROR;
    confirmed = pin && length == strlen(text) && !memcmp(pin, text, length);
    return confirmed ? OK : PIN_INCORRECT;
}

static ulong_t f_GET_ATTRIBUTE_VALUE(
    ulong_t session, ulong_t object, struct attribute *attributes, ulong_t count)
{
    char text[512];
    FAULT("C_GetAttributeValue")
    GONE
    if (count && told_number("value-length", &attributes->length))
        return OK;
    if (count && attributes->type == ALWAYS_AUTHENTICATE
        && told("always-authenticate", text, sizeof text)) {
        attributes->length = 1;
        if (attributes->value)
            attributes->value[0] = 1;
        return OK;
    }
    return real->call[GET_ATTRIBUTE_VALUE](session, object, attributes, count);
}

static ulong_t f_FIND_OBJECTS(ulong_t session, ulong_t *objects, ulong_t room, ulong_t *count)
{
    char text[512];
    ulong_t index;
    FAULT("C_FindObjects")
    GONE
    if (!told("objects", text, sizeof text))
        return real->call[FIND_OBJECTS](session, objects, room, count);
    for (index = 0; index < room; index++)
        objects[index] = 1;
    *count = room;
    return OK;
}

static ulong_t f_SIGN_INIT(ulong_t session, void *mechanism, ulong_t key)
{
    FAULT("C_SignInit")
    GONE
    confirmed = 0;
    return real->call[SIGN_INIT](session, mechanism, key);
}

static ulong_t f_SIGN(
    ulong_t session, void *data, ulong_t size, unsigned char *signature, ulong_t *length)
{
    char text[512];
    ulong_t spared;
    if (told_number("spare", &spared) && signs++ < spared)
        return real->call[SIGN](session, data, size, signature, length);
    FAULT("C_Sign")
    GONE
    code = real->call[SIGN](session, data, size, signature, length);
    if (told("always-authenticate", text, sizeof text) && !confirmed)
        return USER_NOT_LOGGED_IN;
    if (code == OK && told("signature", text, sizeof text)) {
        if (!strcmp(text, "garbage"))
            memset(signature, 0x41, *length);
        else
            *length = 0x7fffffff;
    }
    return code;
}

__attribute__((constructor)) static void loaded(void)
{
    ulong_t code;
    char action[512];
    if (told("load", action, sizeof action))
        fault("load", &code);
}

ulong_t C_GetFunctionList(struct function_list **list)
{
    ulong_t (*get)(struct function_list **);
    void *module;
    FAULT("C_GetFunctionList")
    module = dlopen(getenv("HOSTILE_MODULE") ? getenv("HOSTILE_MODULE") : "", RTLD_NOW);
    get = module ? dlsym(module, "C_GetFunctionList") : NULL;
    if (!get || get(&real) != OK)
        return GENERAL_ERROR;
    ours = *real;
#define OURS(index) ours.call[index] = (function_t)f_##index;
    OURS(INITIALIZE) OURS(GET_SLOT_LIST) OURS(GET_SLOT_INFO) OURS(GET_TOKEN_INFO)
    OURS(GET_MECHANISM_LIST) OURS(OPEN_SESSION) OURS(CLOSE_SESSION) OURS(CLOSE_ALL_SESSIONS)
    OURS(LOGIN) OURS(LOGOUT) OURS(GET_ATTRIBUTE_VALUE) OURS(FIND_OBJECTS_INIT)
    OURS(FIND_OBJECTS) OURS(FIND_OBJECTS_FINAL) OURS(SIGN_INIT) OURS(SIGN)
    *list = &ours;
    return OK;
}
