"""Reads an EDF or BDF file with MNE; writes every channel as float64 into a folder and prints what it is as JSON."""
import json
import sys

import mne

mne.set_log_level("ERROR")
path, folder = sys.argv[1], sys.argv[2]
read = mne.io.read_raw_bdf if path.endswith(".bdf") else mne.io.read_raw_edf
names = read(path).ch_names
channels = []
for number, name in enumerate(names):
    raw = read(path, include=[name])  # one at a time: MNE resamples channels of different rates otherwise
    raw.get_data()[0].astype("<f8").tofile(f"{folder}/{number}.f64")
    channels.append({"label": name, "rate": raw.info["sfreq"]})
annotations = mne.read_annotations(path) if path.endswith(".edf") else []
print(json.dumps({
    "channels": channels,
    "annotations": [{"onset": a["onset"], "duration": a["duration"], "text": a["description"]} for a in annotations],
}))
