#!/bin/bash
# A one-node Ceph on loopback (monitor, in-memory OSD, radosgw): a real S3 server with versions and Object Lock.
#   ceph-rgw.sh up DIR RGW_PORT MON_PORT MON_V1_PORT [WATCHED_PID]
#   ceph-rgw.sh down DIR
# `up` returns once S3 answers; access key AK, secret key SK; a second user AK2, SK2. With WATCHED_PID, everything ends with that process.
# `down` ends only the processes whose pid files are in DIR and removes DIR.
# Needs the Debian packages ceph-mon ceph-osd radosgw ceph-common, and root. All data is in memory.
set -eu
action=${1:?up or down} dir=${2:?folder}

down() {
  local file
  for file in "$dir"/*.pid; do
    # -9: nothing is worth saving, and a polite end takes twelve seconds.
    [ -e "$file" ] && kill -9 "$(cat "$file")" 2>/dev/null || true
  done
  # What was killed may still end a call that makes a file.
  for _ in $(seq 100); do rm -rf "$dir" 2>/dev/null && return; sleep 0.1; done
  rm -rf "$dir"
}

if [ "$action" = down ]; then down; exit 0; fi

port=${3:?port} mon=${4:?monitor port} mon_v1=${5:?second monitor port} watched=${6:-}
mkdir -p "$dir"/{mon,osd,rgw,log}
fsid=$(cat /proc/sys/kernel/random/uuid)
cat > "$dir/ceph.conf" <<CONF
[global]
fsid = $fsid
mon host = [v2:127.0.0.1:$mon,v1:127.0.0.1:$mon_v1]
public addr = 127.0.0.1
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 8
osd crush chooseleaf type = 0
mon allow pool size one = true
mon warn on pool no redundancy = false
mon max pg per osd = 1000
mon data avail crit = 1
auth allow insecure global id reclaim = false
osd objectstore = memstore
memstore device bytes = 8589934592
keyring = $dir/keyring
log file = $dir/log/\$name.log
admin socket = $dir/\$name.asok
pid file = $dir/\$name.pid
run dir = $dir
mon data = $dir/mon
osd data = $dir/osd
rgw data = $dir/rgw
rgw frontends = beast endpoint=127.0.0.1:$port
# A lifecycle "day" lasts ten seconds.
rgw lc debug interval = 10
CONF
export CEPH_CONF=$dir/ceph.conf
# Each daemon has a cephx key: without, radosgw waits 300 s and gives up.
key() { ceph-authtool "$dir/keyring" --gen-key -n "$@" >/dev/null; }
ceph-authtool --create-keyring "$dir/keyring" --gen-key -n mon. --cap mon 'allow *' >/dev/null
key client.admin --cap mon 'allow *' --cap osd 'allow *' --cap mgr 'allow *'
key client.rgw.a --cap mon 'allow rw' --cap osd 'allow rwx'
key osd.0 --cap mon 'allow profile osd' --cap osd 'allow *'
monmaptool --create --fsid "$fsid" --addv a "[v2:127.0.0.1:$mon,v1:127.0.0.1:$mon_v1]" "$dir/monmap" >/dev/null
ceph-mon --mkfs -i a --monmap "$dir/monmap" --keyring "$dir/keyring"
ceph-mon -i a
osd=$(cat /proc/sys/kernel/random/uuid)
ceph osd new "$osd" >/dev/null
ceph-osd -i 0 --mkfs --osd-uuid "$osd" 2>/dev/null
ceph-osd -i 0 2>/dev/null
radosgw -n client.rgw.a
answers() { (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; }
for _ in $(seq 1800); do answers && break; sleep 0.1; done
answers || { echo "radosgw does not answer on port $port" >&2; exit 1; }
radosgw-admin user create --uid=main --display-name=main --access-key=AK --secret-key=SK >/dev/null
# Owns nothing: may do what a bucket's policy grants.
radosgw-admin user create --uid=second --display-name=second --access-key=AK2 --secret-key=SK2 >/dev/null

if [ -n "$watched" ]; then
  (
    while kill -0 "$watched" 2>/dev/null && [ -d "$dir" ]; do sleep 2; done
    down
  ) </dev/null >/dev/null 2>&1 &
  disown
fi
