"""measured.py REPORT COMMAND…: runs the command and writes {"seconds","user","system","peakBytes","code"} to REPORT.

Peak memory is the largest of the command's processes (ru_maxrss), CPU that of all of them."""

import json
import os
import sys
import time

report, *command = sys.argv[1:]
started = time.monotonic()
pid = os.spawnvp(os.P_NOWAIT, command[0], command)
_, status, usage = os.wait4(pid, 0)
with open(report, "w") as file:
    json.dump(
        {
            "seconds": time.monotonic() - started,
            "user": usage.ru_utime,
            "system": usage.ru_stime,
            "peakBytes": usage.ru_maxrss * 1024,
            "code": os.waitstatus_to_exitcode(status),
        },
        file,
    )
