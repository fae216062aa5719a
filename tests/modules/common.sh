# Shared by the scripts that provision PKCS#11 modules for the tests. The PINs are test values.
# Each script takes a folder, provisions from scratch and prints KEY=VALUE lines.
set -euo pipefail

emit() { printf '%s=%s\n' "$1" "$2"; }

# first_file PATTERN...: the first file that exists
first_file() {
    local each
    for each in "$@"; do
        if [ -e "$each" ]; then
            echo "$each"
            return
        fi
    done
    echo "none of: $*" >&2
    return 1
}

# wait_for CONDITION...: run the command until it succeeds, for ten seconds at most
wait_for() {
    for _ in $(seq 200); do
        if "$@" >/dev/null 2>&1; then return; fi
        sleep 0.05
    done
    echo "waited in vain for: $*" >&2
    return 1
}

# running PID: false for a process that ended, also one that nobody has collected yet
running() { [ -d "/proc/$1" ] && ! grep -q '^State:.Z' "/proc/$1/status"; }

# stop_recorded DIR NAME...: end the daemons whose process ids stand in DIR/NAME.pid
stop_recorded() {
    local dir=$1 name pid
    shift
    for name in "$@"; do
        [ -f "$dir/$name.pid" ] || continue
        pid=$(cat "$dir/$name.pid")
        kill "$pid" 2>/dev/null || true
        for _ in $(seq 30); do
            running "$pid" || break
            sleep 0.05
        done
        kill -9 "$pid" 2>/dev/null || true
        rm -f "$dir/$name.pid"
    done
}

make_authority() {
    [ -f "$1/ca.pem" ] || openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
        -keyout "$1/ca.key" -out "$1/ca.pem" -days 30 -subj "/C=XX/O=Test/CN=Test CA" 2>/dev/null
}

# certify DIR PUBLIC_KEY.pem NAME OUT.der: a certificate over a public key
certify() {
    local dir=$1 public=$2 name=$3 out=$4
    make_authority "$dir"
    printf '%s\n' basicConstraints=critical,CA:FALSE \
        keyUsage=critical,digitalSignature,nonRepudiation \
        extendedKeyUsage=clientAuth,emailProtection >"$dir/extensions.cnf"
    openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout /dev/null \
        -subj "/C=XX/O=Test Clinic/CN=$name" -out "$dir/request.pem" 2>/dev/null
    openssl x509 -req -in "$dir/request.pem" -force_pubkey "$public" -CA "$dir/ca.pem" \
        -CAkey "$dir/ca.key" -CAcreateserial -days 20 -extfile "$dir/extensions.cnf" \
        -outform DER -out "$out" 2>/dev/null
}

# make_key DIR MODULE LABEL PIN ID TYPE: a key pair made on the token, with its certificate
make_key() {
    local dir=$1 module=$2 label=$3 pin=$4 id=$5 type=$6
    local tool=(pkcs11-tool --module "$module" --token-label "$label" --login --pin "$pin")
    "${tool[@]}" --keypairgen --key-type "$type" --id "$id" --label "key $id" >&2
    "${tool[@]}" --read-object --type pubkey --id "$id" -o "$dir/$id.pub.der" >&2
    openssl pkey -pubin -inform DER -in "$dir/$id.pub.der" -out "$dir/$id.pub.pem"
    certify "$dir" "$dir/$id.pub.pem" "Key $id $type" "$dir/$id.crt.der"
    "${tool[@]}" --write-object "$dir/$id.crt.der" --type cert --id "$id" --label "key $id" >&2
}

# use_gost_engine DIR: from here on openssl knows ГОСТ
use_gost_engine() {
    printf '%s\n' 'openssl_conf = init' '[init]' 'engines = engines' '[engines]' 'gost = gost' \
        '[gost]' 'engine_id = gost' 'default_algorithms = ALL' \
        '[req]' 'distinguished_name = name' '[name]' >"$1/openssl.cnf"
    export OPENSSL_CONF=$1/openssl.cnf
}

# der TAG HEX: one element of DER, shorter than 256 bytes, in hexadecimal
der() {
    local length=$((${#2} / 2))
    if [ $length -lt 128 ]; then printf '%s%02x%s' "$1" $length "$2"; else printf '%s81%02x%s' "$1" $length "$2"; fi
}

# gost_public_key BITS PARAMETERS VALUE: SubjectPublicKeyInfo (RFC 9215 section 4), all in
# hexadecimal; VALUE is CKA_VALUE of the public key
gost_public_key() {
    local last=01 digest=06082a85030701010202
    if [ "$1" = 512 ]; then last=02 digest=06082a85030701010203; fi
    local parameters algorithm
    parameters=$(der 30 "$2$digest")
    algorithm=$(der 30 "06082a850307010101$last$parameters")
    der 30 "$algorithm$(der 03 "00$(der 04 "$3")")"
}

# make_gost_key DIR MODULE LABEL PIN ID TYPE [NAME [OPTION...]]: as make_key, but pkcs11-tool 0.23
# cannot read a public key of ГОСТ: it is put together from what the tool prints
make_gost_key() {
    local dir=$1 module=$2 label=$3 pin=$4 id=$5 type=$6 name=${7:-Key $5 $6} bits=256
    local tool=(pkcs11-tool --module "$module" --token-label "$label" --login --pin "$pin")
    case $type in *-512:*) bits=512 ;; esac
    "${tool[@]}" --keypairgen --key-type "$type" --id "$id" --label "key $id" \
        "${@:8}" >"$dir/$id.txt"
    local parameters value
    parameters=$(sed -n 's/.*PARAMS OID: *//p' "$dir/$id.txt" | tail -n 1)
    value=$(sed -n '/VALUE:/,/label:/{s/VALUE://;/label:/d;p}' "$dir/$id.txt" | tr -d ' \n')
    gost_public_key $bits "$parameters" "$value" | sed 's/../\\x&/g' | xargs -0 printf >"$dir/$id.pub.der"
    openssl pkey -pubin -inform DER -in "$dir/$id.pub.der" -out "$dir/$id.pub.pem"
    certify "$dir" "$dir/$id.pub.pem" "$name" "$dir/$id.crt.der"
    "${tool[@]}" --write-object "$dir/$id.crt.der" --type cert --id "$id" --label "key $id" >&2
}
