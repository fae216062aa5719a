#include "faults.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "slots.h"

#define LONGEST_FILE 4096

struct line {
    char place[32], action[32];
    unsigned long number;
    bool once;
};

/* Read one line: PLACE ACTION [NUMBER] [once]. */
static bool parse(char *text, struct line *line)
{
    char *rest = NULL;
    const char *word = strtok_r(text, " \t\r", &rest);
    *line = (struct line) { 0 };
    if (!word || *word == '#')
        return false;
    snprintf(line->place, sizeof line->place, "%s", word);
    word = strtok_r(NULL, " \t\r", &rest);
    snprintf(line->action, sizeof line->action, "%s", word ? word : "");
    while ((word = strtok_r(NULL, " \t\r", &rest)))
        if (strcmp(word, "once") == 0)
            line->once = true;
        else
            line->number = strtoul(word, NULL, 0);
    return true;
}

static size_t read_control(const char *path, char *content)
{
    FILE *file = fopen(path, "re");
    size_t length = file ? fread(content, 1, LONGEST_FILE - 1, file) : 0;
    content[length] = 0;
    if (file)
        fclose(file);
    return length;
}

/* Write the file again without the line that begins at `start` and is `length` long. */
static void strike_out(const char *path, const char *content, size_t start, size_t length)
{
    char fresh[4096];
    const char *after = content + start + length;
    snprintf(fresh, sizeof fresh, "%s/.control-new", store_path());
    FILE *file = fopen(fresh, "we");
    if (!file)
        return;
    fwrite(content, 1, start, file);
    fputs(*after == '\n' ? after + 1 : after, file);
    fclose(file);
    rename(fresh, path);
}

/* Find the first line for a place, and strike it out if it counts once. */
static bool find_line(const char *place, struct line *found)
{
    char path[4096], content[LONGEST_FILE], text[LONGEST_FILE];
    snprintf(path, sizeof path, "%s/control", store_path());
    if (read_control(path, content) == 0)
        return false;
    for (size_t start = 0; content[start];) {
        size_t length = strcspn(content + start, "\n");
        memcpy(text, content + start, length);
        text[length] = 0;
        if (parse(text, found) && strcmp(found->place, place) == 0) {
            if (found->once)
                strike_out(path, content, start, length);
            return true;
        }
        start += length + (content[start + length] == '\n');
    }
    return false;
}

/* A line that counts once must strike one process only. */
static bool find_line_alone(const char *place, struct line *found)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/control", store_path());
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return false;
    snprintf(path, sizeof path, "%s/.control-lock", store_path());
    int lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock >= 0)
        flock(lock, LOCK_EX);
    bool there = find_line(place, found);
    if (lock >= 0)
        close(lock);
    close(file);
    return there;
}

static void wait_milliseconds(unsigned long number)
{
    struct timespec left = { (time_t)(number / 1000), (long)(number % 1000) * 1000000 };
    while (nanosleep(&left, &left) != 0)
        continue;
}

struct fault fault_at(const char *place)
{
    struct fault fault = { .refusal = CKR_OK };
    struct line line;
    if (!find_line_alone(place, &line))
        return fault;
    if (strcmp(line.action, "crash") == 0)
        raise(SIGSEGV);
    while (strcmp(line.action, "hang") == 0)
        pause();
    if (strcmp(line.action, "slow") == 0)
        wait_milliseconds(line.number);
    if (strcmp(line.action, "refuse") == 0)
        fault.refusal = line.number;
    fault.vanish = strcmp(line.action, "vanish") == 0;
    fault.garbage = strcmp(line.action, "garbage") == 0;
    return fault;
}

CK_RV act_fault(const char *place)
{
    return fault_at(place).refusal;
}
