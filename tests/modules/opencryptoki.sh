#!/usr/bin/env bash
# openCryptoki's soft token, its daemon started by hand. opencryptoki.sh DIR; ends by stop.sh DIR
# Its state lies in fixed system paths: one at a time on a machine, as root. What was there before
# is put aside, and back by stop.sh. Version 3.8.1's soft token makes no EC keys.
. "$(dirname "$(readlink -f "$0")")/common.sh"
mkdir -p "$1"
DIR=$(readlink -f "$1")
MODULE=$(first_file /usr/lib/*-linux-gnu/pkcs11/libopencryptoki.so)
CONFIGURATION=/etc/opencryptoki/opencryptoki.conf
STORE=/var/lib/opencryptoki/swtok
stop_recorded "$DIR" pkcsslotd
touch "$DIR/opencryptoki-in-use"
[ -f "$CONFIGURATION.before-tests" ] || cp "$CONFIGURATION" "$CONFIGURATION.before-tests"
printf 'version opencryptoki-3.1\nslot 0\n{\nstdll = libpkcs11_sw.so\n}\n' >"$CONFIGURATION"
mkdir -p -m 0770 /var/lock/opencryptoki/swtok
[ ! -d "$STORE" ] || [ -f "$STORE/made-by-tests" ] || mv "$STORE" "$STORE.before-tests"
rm -rf "$STORE"
mkdir -p -m 0770 "$STORE/TOK_OBJ"
touch "$STORE/made-by-tests"
chown -R root:pkcs11 /var/lock/opencryptoki "$STORE"
rm -f /dev/shm/*swtok* /dev/shm/var.lib.opencryptoki*
# Debian's package leaves dlopen("libpkcs11_sw.so") no way to find its own folder.
LD_LIBRARY_PATH=$(dirname "$(first_file /usr/lib/*-linux-gnu/opencryptoki/stdll/libpkcs11_sw.so)")
export LD_LIBRARY_PATH
rm -f /var/run/pkcsslotd.pid
setsid pkcsslotd </dev/null >"$DIR/pkcsslotd.log" 2>&1
recorded() {
    for each in $(pidof pkcsslotd); do
        if running "$each"; then echo "$each"; return; fi
    done
    return 1
}
wait_for recorded
recorded >"$DIR/pkcsslotd.pid"
wait_for pkcsconf -c 0 -t
# The SO PIN of a fresh token is 87654321 and must be changed before the user PIN can be set.
printf 'Test OCK\n' | pkcsconf -c 0 -I -S 87654321 >&2
pkcsconf -c 0 -P -S 87654321 -n 76543210 >&2
pkcsconf -c 0 -u -S 76543210 -n 12345678 >&2
pkcsconf -c 0 -p -U 12345678 -n 123456 >&2
make_key "$DIR" "$MODULE" "Test OCK" 123456 01 rsa:2048
emit MODULE "$MODULE"
emit LABEL "Test OCK"
emit PIN 123456
emit SO_PIN 76543210
emit LD_LIBRARY_PATH "$LD_LIBRARY_PATH"
