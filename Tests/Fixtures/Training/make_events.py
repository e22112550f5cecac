"""Makes the golden TensorBoard event file from TensorBoard's own writer, and reads ours with TensorBoard's own reader.

    pip install tensorboard==2.21.0 && python make_events.py
    python make_events.py check RUN/images/BACKBONE/fold0/tensorboard     prints every scalar: tag, step, value
"""

import pathlib
import sys

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.summary.writer.record_writer import RecordWriter

TIME = 1700000000.25
SCALARS = [("loss/train", 0.125), ("inner/auc", 0.0), ("gradient/scale", 65536.0)]


def golden():
    path = pathlib.Path(__file__).with_name("events.tfevents")
    with open(path, "wb") as file:
        writer = RecordWriter(file)
        writer.write(Event(wall_time=TIME, file_version="brain.Event:2").SerializeToString())
        for tag, value in SCALARS:
            summary = Summary(value=[Summary.Value(tag=tag, simple_value=value)])
            writer.write(Event(wall_time=TIME, step=300, summary=summary).SerializeToString())
        writer.flush()


def check(folder):
    events = EventAccumulator(folder)
    events.Reload()
    for tag in sorted(events.Tags()["scalars"]):
        for event in events.Scalars(tag):
            print(f"{tag}\t{event.step}\t{event.value:g}")


if __name__ == "__main__":
    check(sys.argv[2]) if len(sys.argv) == 3 and sys.argv[1] == "check" else golden()
