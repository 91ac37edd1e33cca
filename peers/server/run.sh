#!/usr/bin/env bash
# Follows docs/server.md word by word on a fresh Debian machine that is started for it (apt; as root; half a gigabyte).
#   bash peers/server/run.sh
# Each block of the page is run as it stands, with the words in CAPITALS filled in, and timed. What the page says is there
# afterwards is looked for. The machine shares the network of this one: ports 80, 443 and 8011 must be free.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
peers=$root/.peers/server
mkdir -p "$peers"
if ! command -v debootstrap systemd-nspawn >/dev/null; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -qq -y debootstrap systemd-container
fi
if [ ! -d "$peers/fresh" ]; then
  debootstrap --variant=minbase --include=systemd-sysv,dbus,curl,ca-certificates,procps bookworm "$peers/new" >"$peers/debootstrap.log"
  mv "$peers/new" "$peers/fresh"
fi
rm -rf "$peers/machine" "$peers/source"
cp -a "$peers/fresh" "$peers/machine"
git clone --quiet "$root" "$peers/source"
git -C "$peers/source" tag v-old
git -C "$peers/source" -c user.name=s11 -c user.email=s11@example.org commit --quiet --allow-empty --message "A newer version"
git -C "$peers/source" tag v-new
git -C "$peers/source" checkout --quiet v-old
printf '[safe]\n\tdirectory = *\n' >"$peers/machine/root/.gitconfig" # the clone is bound in from outside
cp -R /etc/ssl/certs "$peers/machine/etc/ssl/" # where this machine is behind a proxy with a certificate of its own
echo "127.0.0.1 localhost" >"$peers/machine/etc/hosts"
for file in /etc/pip.conf /etc/resolv.conf; do if [ -e "$file" ]; then cp "$file" "$peers/machine$file"; fi; done

systemd-nspawn --quiet --register=no --keep-unit --boot --directory "$peers/machine" --bind-ro="$peers/source:/srv/source" \
  >"$peers/console.log" 2>&1 &
nspawn=$!
trap 'kill -s TERM -- "$nspawn" 2>/dev/null; wait "$nspawn" 2>/dev/null || true' EXIT
for _ in $(seq 100); do
  leader=$(pgrep --parent "$nspawn" || true)
  if [ -n "$leader" ] && [ -e "/proc/$leader/root/run/dbus/system_bus_socket" ]; then break; fi
  sleep 0.2
done
inside() { nsenter --target "$leader" --all --wdns=/root -- /usr/bin/env -i \
  PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
  HOME=/root DEBIAN_FRONTEND=noninteractive PIP_DEFAULT_TIMEOUT=180 PIP_CERT=/etc/ssl/certs/ca-certificates.crt bash -euo pipefail -c "$1"; }
inside 'apt-get update -qq'

filled() { sed -e 's#ADDRESS-OF-THIS-REPOSITORY#/srv/source#' -e 's#NEW-VERSION#v-new#' -e 's#OLD-VERSION#v-old#' \
  -e "s#/s11.example.org/'#/localhost/'#" -e 's#https://s11.example.org#https://localhost#'; }
step=0 total=$SECONDS
while IFS= read -r -d '' block; do
  step=$((step + 1))
  began=$SECONDS
  if ! inside "$block" >"$peers/step-$step.log" 2>&1; then
    tail -20 "$peers/step-$step.log" >&2
    echo "Block $step of docs/server.md does not run." >&2
    exit 1
  fi
  echo "block $step: $((SECONDS - began)) s"
done < <(filled <"$root/docs/server.md" | awk '/^```bash$/{inside=1; next} /^```$/{if (inside) printf "%c", 0; inside=0} inside')
echo "docs/server.md: $step blocks, $((SECONDS - total)) s"
asked='curl --silent --insecure --retry 15 --retry-delay 2 --retry-connrefused'
test "$(inside "$asked http://127.0.0.1:8011/readyz")" = ready
test "$(inside "$asked https://localhost/healthz")" = ok
test "$(inside "$asked --output /dev/null --write-out %{http_code} https://localhost/other")" = 404
inside 'systemd-analyze verify /etc/systemd/system/s11-*.service /etc/systemd/system/s11-*.timer'
inside 'systemd-analyze --no-pager security' | grep --extended-regexp "UNIT|s11-"
inside 'ps -o rss,cputime,args --pid "$(systemctl show --value --property=MainPID s11-run)"; du -sh /opt/s11 /var/lib/s11/home'
