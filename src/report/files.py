"""Files written whole or not at all; and what the system says of a file, in words with a remedy. Imports no room: every
room uses it."""

from __future__ import annotations

import errno
import os
import re
import shutil
from pathlib import Path

ANOTHER = "name another place, or"
FULL = "no space left; free some, name a place on another disk, or raise the limit (ulimit -f)"
REMEDIES = {
    **dict.fromkeys((errno.EACCES, errno.EPERM), f"{ANOTHER} change who may read and write there"),
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), FULL),
    **dict.fromkeys((errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.EBUSY), f"{ANOTHER} move away what is there"),
    errno.EROFS: "name a place on a disk that can be written to",
    errno.ENAMETOOLONG: "name a shorter one",
    errno.ENOENT: "it was removed, or is a link to nothing; create it, or name another",
    errno.EMFILE: "try fewer jobs, or raise the limit of open files (ulimit -n)",
    errno.EINVAL: "remove it, or name another place",
    errno.EBADF: "open it, or send what is printed to a file or to /dev/null",
    errno.ENOTSUP: "name another place",
    errno.ELOOP: "remove the link that leads to itself",
}
"""What to do about what the system says."""
PART = re.compile(r"\.?([^/]+)\.[0-9a-f]{12}\.part$")  # a file not yet in its place


def explained(error: OSError) -> str:
    """What the system says of a file or folder, which, and what to do about it."""
    if isinstance(error, shutil.Error):  # of several files in a folder that is copied
        first, _, why = error.args[0][0]
        code = re.match(r"\[Errno (\d+)\] ([^:]+)", str(why))
        error = OSError(int(code[1]), code[2], error.filename or first) if code else OSError(0, str(why), first)
    place = PART.sub(r"\1", str(error.filename or "output"))
    remedy = REMEDIES.get(error.errno or 0, f"{ANOTHER} look at the disk")
    return f"{place}: {error.strerror or error}: {remedy}"


def write_atomically(path: Path, content: bytes) -> None:
    """Write a whole file or nothing, also when two processes, of one machine or several, write it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f"{path.name}.{os.urandom(6).hex()}.part")
    try:
        aside.write_bytes(content)
        aside.replace(path)
    except OSError as error:
        error.filename = str(path)  # of a full disk the system does not say which file
        raise
    finally:
        aside.unlink(missing_ok=True)
