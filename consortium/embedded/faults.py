"""What can be wrong with the machine, said in one line that tells what to do."""


class StartFault(Exception):
    """The portal cannot start or go on; the text is the one line that the person at the terminal reads."""


class StopRequested(BaseException):
    """Ctrl-C or SIGTERM arrived; not an Exception, so that no step mistakes it for its own failure."""
