#!/usr/bin/env bash
# OpenSC over pcscd and the virtual reader vpcd, with the card of piv_card.py. opensc.sh DIR
# Needs root and that no other pcscd runs. PYTHON names an interpreter with cryptography.
HERE=$(dirname "$(readlink -f "$0")")
. "$HERE/common.sh"
mkdir -p "$1"
DIR=$(readlink -f "$1")
MODULE=$(first_file /usr/lib/*-linux-gnu/opensc-pkcs11.so)
stop_recorded "$DIR" pivcard
rm -rf "$DIR/card"
mkdir -p "$DIR/card"
"$HERE/pcscd.sh" start "$DIR"
export PYTHONPATH=$HERE/../..
setsid "${PYTHON:-python3}" -m tests.modules.virtual_card "$DIR/card" "$DIR/control" \
    </dev/null >"$DIR/pivcard.log" 2>&1 &
echo $! >"$DIR/pivcard.pid"
wait_for test -S "$DIR/control"
certify "$DIR" "$DIR/card/9a.pub.pem" "PIV Authentication" "$DIR/card/9a.crt.der"
certify "$DIR" "$DIR/card/9c.pub.pem" "PIV Signature" "$DIR/card/9c.crt.der"
"${PYTHON:-python3}" -m tests.modules.virtual_card --tell "$DIR/control" insert
cat >"$DIR/opensc.conf" <<X
app default {
    debug = 0;
    framework pkcs15 { use_file_caching = no; }
}
X
export OPENSC_CONF=$DIR/opensc.conf
card_is_seen() { pkcs11-tool --module "$MODULE" -L | grep -q 'token label'; }
wait_for card_is_seen
emit MODULE "$MODULE"
emit LABEL "$(pkcs11-tool --module "$MODULE" -L 2>/dev/null | sed -n 's/^ *token label *: *//p' | head -1)"
emit PIN 123456
emit CARD_CONTROL "$DIR/control"
emit OPENSC_CONF "$OPENSC_CONF"
