#!/usr/bin/env bash
# tpm2-pkcs11 on a software TPM behind tpm2-abrmd on a D-Bus of its own. tpm2.sh DIR; ends by stop.sh DIR
# The TPM has room for three transient objects: without the resource manager the module runs
# out of memory for object contexts.
. "$(dirname "$(readlink -f "$0")")/common.sh"
mkdir -p "$1"
DIR=$(readlink -f "$1")
MODULE=$(first_file /usr/lib/*-linux-gnu/libtpm2_pkcs11.so.1)
PORT=${PORT:-2521}
stop_recorded "$DIR" abrmd dbus swtpm
rm -rf "$DIR/state" "$DIR/store" "$DIR/bus"
mkdir -p "$DIR/state" "$DIR/store"
swtpm socket --tpm2 --tpmstate dir="$DIR/state" --server type=tcp,port="$PORT" \
    --ctrl type=tcp,port=$((PORT + 1)) --flags not-need-init,startup-clear \
    --pid file="$DIR/swtpm.pid" --daemon
dbus-daemon --session --fork --address="unix:path=$DIR/bus" --print-pid=3 3>"$DIR/dbus.pid"
export DBUS_SESSION_BUS_ADDRESS=unix:path=$DIR/bus
setsid tpm2-abrmd --session --allow-root --flush-all --tcti="swtpm:host=127.0.0.1,port=$PORT" \
    </dev/null >"$DIR/abrmd.log" 2>&1 &
echo $! >"$DIR/abrmd.pid"
TCTI=tabrmd:bus_type=session
export TPM2_PKCS11_TCTI=$TCTI TPM2TOOLS_TCTI=$TCTI TPM2_PKCS11_STORE=$DIR/store
export TPM2_PKCS11_LOG_LEVEL=0 TSS2_LOG=all+NONE
wait_for tpm2_getcap properties-fixed
tpm2_ptool init --path "$DIR/store" >&2
tpm2_ptool addtoken --pid 1 --label "Test TPM" --userpin 123456 --sopin 87654321 \
    --path "$DIR/store" >&2
make_key "$DIR" "$MODULE" "Test TPM" 123456 01 rsa:2048
make_key "$DIR" "$MODULE" "Test TPM" 123456 02 EC:prime256v1
emit MODULE "$MODULE"
emit LABEL "Test TPM"
emit PIN 123456
emit TPM2_PKCS11_TCTI "$TCTI"
emit TPM2_PKCS11_STORE "$TPM2_PKCS11_STORE"
emit DBUS_SESSION_BUS_ADDRESS "$DBUS_SESSION_BUS_ADDRESS"
emit TPM2_PKCS11_LOG_LEVEL 0
emit TSS2_LOG all+NONE
