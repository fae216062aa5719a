#!/usr/bin/env bash
# pcscd with one virtual reader of vpcd. pcscd.sh start|stop DIR; needs root and no other pcscd.
# One vpcd reader per pcscd: the driver keeps its state per slot number. Its port, 28027, lies below
# those that the kernel hands out by itself: its usual one may belong to a portal of another test.
. "$(dirname "$(readlink -f "$0")")/common.sh"
mkdir -p "$2"
DIR=$(readlink -f "$2")
stop_recorded "$DIR" pcscd
[ "$1" = start ] || exit 0
for other in $(pidof pcscd); do
    if running "$other"; then
        echo "another pcscd runs: $other" >&2
        exit 1
    fi
done
rm -f /run/pcscd/pcscd.comm
mkdir -p "$DIR/readers" /run/pcscd
printf '%s\n' 'FRIENDLYNAME "Virtual Reader"' 'DEVICENAME /dev/null:0x6D7B' \
    "LIBPATH $(first_file /usr/lib/pcsc/drivers/serial/libifdvpcd.so)" 'CHANNELID 0x6D7B' \
    >"$DIR/readers/vpcd"
setsid pcscd --foreground -c "$DIR/readers" </dev/null >"$DIR/pcscd.log" 2>&1 &
echo $! >"$DIR/pcscd.pid"
wait_for test -S /run/pcscd/pcscd.comm
