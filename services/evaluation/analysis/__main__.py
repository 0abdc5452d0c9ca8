"""`python -m services.evaluation.analysis`: one statistic for whoever started this process.

Reads {"function", "given", "memory_mb"} as JSON from stdin and writes {"found": …} or
{"refused": reason} to stdout. A refusal is an answer; the exit code is 0 for both.
"""

import json
import resource
import sys


def main() -> None:
    asked = json.load(sys.stdin)
    limit = int(asked["memory_mb"]) * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    # Only now: loading SciPy is part of what is limited.
    from services.evaluation.analysis.functions import FUNCTIONS

    try:
        answer = {"found": FUNCTIONS[asked["function"]](asked["given"])}
    except MemoryError:
        answer = {"refused": f"needs more than {asked['memory_mb']} MB"}
    except (ValueError, KeyError, TypeError) as error:
        answer = {"refused": f"{type(error).__name__}: {error}"}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
