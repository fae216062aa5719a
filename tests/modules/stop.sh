#!/usr/bin/env bash
# End the daemons that a module script started in a folder. stop.sh DIR...
. "$(dirname "$(readlink -f "$0")")/common.sh"
for dir in "$@"; do
    stop_recorded "$dir" pivcard pcscd pkcsslotd abrmd dbus swtpm
done
if [ -f /etc/opencryptoki/opencryptoki.conf.before-tests ]; then
    mv /etc/opencryptoki/opencryptoki.conf.before-tests /etc/opencryptoki/opencryptoki.conf
fi
