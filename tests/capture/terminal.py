"""Runs a program on a terminal of its own and prints what that shows.

    python3 terminal.py [--on TEXT ctrl-c|resize] PROGRAM ARGUMENT...

--on: as soon as the terminal shows TEXT, Ctrl-C is typed or the window becomes 123 columns wide. Exits as a shell would.
"""
import fcntl
import os
import pty
import struct
import sys
import termios

arguments = sys.argv[1:]
awaited, action = None, None
if arguments[0] == "--on":
    awaited, action = arguments[1].encode(), arguments[2]
    arguments = arguments[3:]


def resize(descriptor, columns):
    fcntl.ioctl(descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))


child, master = pty.fork()
if child == 0:
    resize(1, 80)
    attributes = termios.tcgetattr(1)
    attributes[1] &= ~termios.OPOST  # line breaks as they are written
    attributes[3] &= ~termios.ECHO
    termios.tcsetattr(1, termios.TCSANOW, attributes)
    os.execvp(arguments[0], arguments)

shown = b""
while True:
    try:
        data = os.read(master, 65536)
    except OSError:  # nobody has the terminal open any more
        break
    if not data:
        break
    os.write(1, data)
    shown += data
    if awaited is not None and awaited in shown:
        awaited = None
        if action == "resize":
            resize(master, 123)
        else:
            os.write(master, b"\x03")
_, status = os.waitpid(child, 0)
code = os.waitstatus_to_exitcode(status)
sys.exit(code if code >= 0 else 128 - code)
