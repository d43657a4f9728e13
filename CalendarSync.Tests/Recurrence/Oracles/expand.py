"""Expands the cases on standard input with dateutil; the same input and output as expand.cjs."""

import json
import signal
import sys
import warnings
from datetime import datetime
from itertools import islice

from dateutil.rrule import rrulestr

FORM = "%Y%m%dT%H%M%S"
# COUNT together with our own bound is deprecated there, and right.
warnings.simplefilter("ignore")


class GaveUp(BaseException):
    pass


def give_up(*_):
    raise GaveUp


def expand(case, found):
    bound = datetime.strptime(case["until"], FORM)
    rule = rrulestr(case["rule"], dtstart=datetime.strptime(case["start"], FORM))
    until = rule._until
    rule = rule.replace(until=until if until and until < bound else bound)
    for time in islice(rule, case["limit"]):
        found.append(time.strftime("%Y").zfill(4) + time.strftime("%m%dT%H%M%S"))


def answer(case):
    times = []
    signal.setitimer(signal.ITIMER_VIRTUAL, 0.1)
    try:
        expand(case, times)
    except GaveUp:
        return {"times": times, "gaveUp": True}
    except Exception as error:
        return {"error": str(error)}
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return {"times": times}


signal.signal(signal.SIGVTALRM, give_up)
json.dump([answer(case) for case in json.load(sys.stdin)], sys.stdout)
