#!/usr/bin/env bash
# End the daemons that a module script started in a folder, and put back what it put aside.
# stop.sh DIR
. "$(dirname "$(readlink -f "$0")")/common.sh"
DIR=$1
STORE=/var/lib/opencryptoki/swtok
CONFIGURATION=/etc/opencryptoki/opencryptoki.conf
stop_recorded "$DIR" pivcard pcscd pkcsslotd abrmd dbus swtpm
[ -f "$DIR/opencryptoki-in-use" ] || exit 0
if [ -f "$STORE/made-by-tests" ]; then
    rm -rf "$STORE"
    [ ! -d "$STORE.before-tests" ] || mv "$STORE.before-tests" "$STORE"
fi
[ ! -f "$CONFIGURATION.before-tests" ] || mv "$CONFIGURATION.before-tests" "$CONFIGURATION"
