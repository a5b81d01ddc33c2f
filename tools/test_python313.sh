#!/usr/bin/env bash
# Runs the tests of a wheel with the Python 3.13 of Debian trixie, in a root folder that debootstrap makes.
# Usage, as root, with Debian's package debootstrap: tools/test_python313.sh WHEEL [ROOT [arguments of pytest]]
set -euo pipefail
wheel=$(realpath "$1")
root=${2:-/var/tmp/astroapers-trixie}
shift $(($# < 2 ? $# : 2))

if [[ ! -x $root/usr/bin/python3.13 ]]; then
    debootstrap --variant=minbase --include=python3.13-venv,ca-certificates trixie "$root"
fi
# Name resolution and certificates of the host, for the network.
cp -L /etc/resolv.conf "$root/etc/resolv.conf"
cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"

rm -rf "$root/wheel" "$root/venv"
mkdir "$root/wheel"
cp "$wheel" "$root/wheel"
mountpoint -q "$root/proc" || mount -t proc proc "$root/proc"
trap 'umount "$root/proc"' EXIT

# Commands inside have the environment of this script, except for PATH and HOME.
inside() { PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root chroot "$root" "$@"; }
inside python3.13 -m venv /venv
inside /venv/bin/pip install --quiet "/wheel/$(basename "$wheel")[test]"
inside env -C /tmp /venv/bin/pytest --pyargs astroapers "$@"
