"""How a lab would script it: MNE reads, SciPy filters, matplotlib draws, a PyTorch network looks. For `Streaming.Benchmarks -- score`.

Arguments: recording, epochs. Prints epochs and seconds of processor time, without what imports and reading the header cost.
"""
import sys
import time

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import mne
import numpy as np
import torch
from scipy.signal import butter, resample_poly, sosfilt

mne.set_log_level("ERROR")
torch.set_num_threads(1)
path, epochs = sys.argv[1], int(sys.argv[2])
PAIRS = [("F4", "M1"), ("C4", "M1"), ("O2", "M1"), ("E1", "M2"), ("E2", "M2"), ("Chin", None)]


def block(inputs, outputs, stride):
    return torch.nn.Sequential(
        torch.nn.Conv2d(inputs, outputs, 3, stride, 1), torch.nn.BatchNorm2d(outputs), torch.nn.ReLU(),
        torch.nn.Conv2d(outputs, outputs, 3, 1, 1), torch.nn.BatchNorm2d(outputs), torch.nn.ReLU())


# A small convolutional network over a 224 x 224 picture; its weights do not matter here.
network = torch.nn.Sequential(
    block(1, 16, 2), block(16, 32, 2), block(32, 64, 2), block(64, 64, 2),
    torch.nn.AdaptiveAvgPool2d(1), torch.nn.Flatten(), torch.nn.Linear(64, 5)).eval()
raw = mne.io.read_raw_edf(path, preload=False)
names = {name.replace("EEG ", "").replace("EOG ", "").replace("EMG ", "").split("-")[0].strip().lower(): name for name in raw.ch_names}
rate = raw.info["sfreq"]
sos = butter(2, [0.3, 35], "bandpass", fs=100, output="sos")


def channel(name):
    return names.get(name.lower(), raw.ch_names[0])


def picture(rows):
    figure, axes = plt.subplots(len(rows), 1, figsize=(2.24, 2.24), dpi=100)
    for axis, row in zip(np.atleast_1d(axes), rows):
        axis.plot(row, linewidth=0.5, color="black")
        axis.set_ylim(-150, 150)
        axis.axis("off")
    figure.subplots_adjust(0, 0, 1, 1, 0, 0)
    figure.canvas.draw()
    pixels = np.asarray(figure.canvas.buffer_rgba())[:, :, 0].copy()
    plt.close(figure)
    return pixels


def score(number):
    first = int(30 * number * rate)
    rows = []
    for positive, negative in PAIRS:
        picks = [channel(positive)] + ([channel(negative)] if negative else [])
        data = raw.get_data(picks=picks, start=first, stop=first + int(30 * rate)) * 1e6
        signal = data[0] - data[1] if len(data) == 2 else data[0]
        rows.append(sosfilt(sos, resample_poly(signal, 100, int(rate))))
    with torch.no_grad():
        image = torch.from_numpy(picture(rows)).float()[None, None] / 255
        return int(network(image).argmax())


score(0)
started = time.process_time()
for epoch in range(epochs):
    score(epoch)
print(epochs, time.process_time() - started)
