#!/usr/bin/env bash
# SoftHSM: a token in files, no daemon. softhsm.sh DIR
. "$(dirname "$(readlink -f "$0")")/common.sh"
mkdir -p "$1"
DIR=$(readlink -f "$1")
MODULE=$(first_file /usr/lib/softhsm/libsofthsm2.so /usr/lib/*/softhsm/libsofthsm2.so)
rm -rf "$DIR/tokens"
mkdir -p "$DIR/tokens"
cat >"$DIR/softhsm2.conf" <<X
directories.tokendir = $DIR/tokens
objectstore.backend = file
log.level = ERROR
slots.removable = true
X
export SOFTHSM2_CONF=$DIR/softhsm2.conf
softhsm2-util --init-token --free --label "Test Soft" --pin 123456 --so-pin 87654321 >&2
make_key "$DIR" "$MODULE" "Test Soft" 123456 01 rsa:2048
make_key "$DIR" "$MODULE" "Test Soft" 123456 02 EC:prime256v1
# pkcs11-tool 0.23 cannot read a P-384 public key back: this one is made outside.
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out "$DIR/03.key.pem" 2>/dev/null
softhsm2-util --import "$DIR/03.key.pem" --token "Test Soft" --pin 123456 --id 03 --label "key 03" >&2
openssl pkey -in "$DIR/03.key.pem" -pubout -out "$DIR/03.pub.pem"
certify "$DIR" "$DIR/03.pub.pem" "Key 03 EC:secp384r1" "$DIR/03.crt.der"
pkcs11-tool --module "$MODULE" --token-label "Test Soft" --login --pin 123456 \
    --write-object "$DIR/03.crt.der" --type cert --id 03 --label "key 03" >&2
emit MODULE "$MODULE"
emit LABEL "Test Soft"
emit PIN 123456
emit SO_PIN 87654321
emit SOFTHSM2_CONF "$SOFTHSM2_CONF"
