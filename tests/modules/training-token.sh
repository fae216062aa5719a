#!/usr/bin/env bash
# The training token: ГОСТ keys in files, no daemon. training-token.sh DIR
. "$(dirname "$(readlink -f "$0")")/common.sh"
ROOT=$(dirname "$(readlink -f "$0")")/../..
mkdir -p "$1"
DIR=$(readlink -f "$1")
MODULE=${TRAINING_TOKEN_MODULE:-$(readlink -f "$ROOT/resources/training-token/libnmo-training-token.so")}
LABEL="Учебный ГОСТ"
rm -rf "$DIR/store" "$DIR/store.removed"
mkdir -p "$DIR/store/card"
printf '%s\n' 'user-tries 3' 'so-tries 5' >"$DIR/store/card/limits"
export NMO_TRAINING_TOKENS=$DIR/store
pkcs11-tool --module "$MODULE" --init-token --slot 0 --label "$LABEL" --so-pin 76543210 >&2
pkcs11-tool --module "$MODULE" --token-label "$LABEL" --login --login-type so --so-pin 76543210 \
    --init-pin --pin 123456 >&2
use_gost_engine "$DIR"
openssl req -x509 -newkey gost2012_256 -pkeyopt paramset:A -nodes -keyout "$DIR/ca.key" \
    -out "$DIR/ca.pem" -days 30 -subj "/C=XX/O=Test/CN=Test GOST CA" 2>"$DIR/ca.log"
# In the words of pkcs11-tool, B to D of 256 bits are the curves CryptoPro-A to C.
number=0
for type in 256:B 256:C 256:D 512:A 512:B; do
    number=$((number + 1))
    make_gost_key "$DIR" "$MODULE" "$LABEL" 123456 "0$number" "GOSTR3410-2012-$type"
done
make_gost_key "$DIR" "$MODULE" "$LABEL" 123456 06 GOSTR3410-2012-512:C "Signature 06" --always-auth
emit MODULE "$MODULE"
emit LABEL "$LABEL"
emit PIN 123456
emit SO_PIN 76543210
emit NMO_TRAINING_TOKENS "$NMO_TRAINING_TOKENS"
