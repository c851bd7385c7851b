"""Runs the cases on the Python that runs this, writes their traces into traces.json and says what changed.

traces.json holds, for each case, the trace of each version of Python that was recorded. A version whose trace is that of
the nearest version recorded before it is left out. statements.json holds what each case states.

    python3 record.py            all cases
    python3 record.py TG-        the cases whose id begins so
    python3 record.py --check    writes nothing; ends with 1 if something would change
"""
import contextlib, difflib, io, json, os, sys

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, here)
sys.dont_write_bytecode = True
import harness
import cases_loop, cases_future, cases_task, cases_cancel, cases_gather, cases_scope, cases_sync, cases_queue, cases_misc

TRACES = os.path.join(here, 'traces.json')
STATEMENTS = os.path.join(here, 'statements.json')
VERSION = '%d.%d' % sys.version_info[:2]

def order(version):
    return tuple(map(int, version.split('.')))

def standing(recorded, version):
    """What the file says that this version leaves: its own trace, or that of the nearest version."""
    if not recorded:
        return None
    before = [v for v in recorded if order(v) <= order(version)]
    return recorded[max(before, key=order) if before else min(recorded, key=order)]

def load(path):
    with open(path, encoding='utf-8') as file:
        return json.load(file)

def save(path, data):
    with open(path, 'w', encoding='utf-8', newline='\n') as file:
        json.dump(data, file, indent=1, ensure_ascii=False)
        file.write('\n')

def main(arguments):
    check = '--check' in arguments
    prefix = next((a for a in arguments if not a.startswith('--')), '')
    traces = load(TRACES)
    statements = {c['id']: c['text'] for c in harness.CASES}
    changed = 0
    # The errors that leave a run are part of the traces: their tracebacks are noise.
    with contextlib.redirect_stderr(io.StringIO()):
        new = harness.run_all(prefix)
    for id, trace in new.items():
        recorded = traces.setdefault(id, {})
        old = standing(recorded, VERSION)
        if trace is None or trace == old:
            continue
        changed += 1
        print(f'{id}: {statements[id]}')
        for line in difflib.unified_diff(old or [], trace, 'recorded', 'now', lineterm='', n=1):
            print('   ', line)
        # Later versions that shared the old trace keep it.
        for version in sorted((v for v in KNOWN if order(v) > order(VERSION)), key=order)[:1]:
            if old is not None and version not in recorded:
                recorded[version] = old
        recorded[VERSION] = trace
    gone = [] if prefix else [id for id in traces if id not in statements]
    for id in gone:
        changed += 1
        print(f'{id}: is no case any more')
        del traces[id]
    print(f'Python {sys.version.split()[0]}: {len(new)} cases run, {changed} changed.')
    if not check:
        save(TRACES, {id: dict(sorted(traces[id].items(), key=lambda item: order(item[0]))) for id in traces})
        save(STATEMENTS, statements)
    return 1 if check and changed else 0

KNOWN = ['3.13', '3.14']

if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
