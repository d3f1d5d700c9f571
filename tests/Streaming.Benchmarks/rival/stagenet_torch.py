"""StageNet's training step in PyTorch, driven line by line by `Streaming.Benchmarks -- train`.

Arguments: folder, threads. The folder holds sizes.json (StageNetOptions, parameters in order), parameters.bin, images.bin, targets.bin.
Writes gradient.bin, then times steps: each line "N" on standard input is answered with the seconds that N steps took.
"""
import json
import os
import sys
import time

import torch
import torch.nn.functional as F

folder, threads = sys.argv[1], int(sys.argv[2])
torch.set_num_threads(threads)
sizes = json.load(open(os.path.join(folder, "sizes.json")))


def read(name, dtype):
    return torch.frombuffer(bytearray(open(os.path.join(folder, name), "rb").read()), dtype=dtype)


B, D, R, S, C = sizes["batch"], sizes["derivations"], sizes["rowHeight"], sizes["seconds"], sizes["columnsPerSecond"]
images = read("images.bin", torch.uint8).view(B, D * R, -1)
targets = read("targets.bin", torch.float32).view(B, -1)
flat = read("parameters.bin", torch.float32)
P, offset = {}, 0
for entry in sizes["parameters"]:
    count = 1
    for length in entry["shape"]:
        count *= length
    P[entry["name"]] = flat[offset:offset + count].view(entry["shape"]).clone().requires_grad_()
    offset += count
width, heads = sizes["channels"][-1], sizes["heads"]


def linear(name, x):
    return torch.addmm(P[name + ".bias"], x.reshape(-1, x.shape[-1]), P[name + ".weight"]).view(*x.shape[:-1], -1)


def norm(name, x):
    return F.layer_norm(x, (x.shape[-1],), P[name + ".scale"], P[name + ".bias"], 1e-5)


def by_convolution(x, name, stride, channels):  # x [n, channels, length]
    inputs = x.shape[1]
    kernel = P[name + ".weight"].view(stride, inputs, 3, channels).permute(3, 1, 2, 0).reshape(channels, inputs, 3 * stride)
    return F.conv1d(x, kernel, P[name + ".bias"], stride=stride, padding=stride)


def by_product(x, name, stride, channels):  # x [n, length, channels]
    n, length, inputs = x.shape
    places = (x.reshape(-1, stride * inputs) @ P[name + ".weight"]).view(n, length // stride, 3, channels)
    first, middle, last = places.unbind(2)
    return middle + F.pad(first, (0, 0, 1, 0))[:, :-1] + F.pad(last, (0, 0, 0, 1))[:, 1:] + P[name + ".bias"]


def stem(pixels, product):
    n = pixels.shape[0] * D
    scaled = P["column.weight"] / sizes["pixelDeviation"]
    centre = scaled.sum(1, keepdim=True) * sizes["pixelMean"]
    x = F.relu(torch.matmul(scaled, pixels.reshape(n, R, -1).float()) + (P["column.bias"] - centre))
    x = x.transpose(1, 2) if product else x
    strides, channels = sizes["strides"], sizes["channels"]
    for layer, (stride, out) in enumerate(zip(strides, channels)):
        x = (by_product if product else by_convolution)(x, "stem%d" % (layer + 1), stride, out)
        x = x if layer == len(strides) - 1 else F.relu(x)
    x = x if product else x.transpose(1, 2)
    return x.reshape(pixels.shape[0], D * S, width)


def split_heads(name, x, count):
    b, t, _ = x.shape
    return linear(name, x).view(b, t, count, heads, width // heads).permute(2, 0, 3, 1, 4)


def finish(name, x, attended):
    x = x + linear(name + ".out", attended.transpose(1, 2).reshape(x.shape))
    return x + linear(name + ".down", F.gelu(linear(name + ".up", norm(name + ".norm2", x))))


def attend(q, k, v, mask):
    return torch.softmax((q * (width // heads) ** -0.5) @ k.transpose(-1, -2) + mask, -1) @ v


def logits_of(image, product):
    b = image.shape[0]
    pixels = image[:, :, sizes["calibrationColumns"]:]
    ink = pixels.reshape(b, D, R, S, C).amax(4).amax(2).view(b, D * S)
    mask = torch.cat([torch.zeros(b, 1), torch.where(ink < 1, -10000.0, 0.0)], 1).view(b, 1, 1, -1)
    place = (P["derivation"] + P["second"]).view(1, D * S, width)
    x = torch.cat([P["class"].expand(b, 1, width), stem(pixels, product) + place], 1)
    for block in range(1, sizes["blocks"] + 1):
        name = "block%d" % block
        q, k, v = split_heads(name + ".qkv", norm(name + ".norm1", x), 3)
        x = finish(name, x, attend(q, k, v, mask))
    normal = norm("class.norm1", x)
    q = split_heads("class.q", normal[:, :1], 1)[0]
    k, v = split_heads("class.kv", normal, 2)
    token = finish("class", x[:, :1], attend(q, k, v, mask))
    return linear("head", norm("head.norm", token.view(b, width)))


def backward(part, product):
    for parameter in P.values():
        parameter.grad = None
    for first in range(0, B, part):
        scores = logits_of(images[first:first + part], product)
        (-(F.log_softmax(scores, -1) * targets[first:first + part]).sum()).backward()


optimiser = torch.optim.AdamW(P.values(), lr=1e-5, betas=(0.9, 0.98), weight_decay=0.05)


def steps(count, part, product):
    start = time.perf_counter()
    for _ in range(count):
        backward(part, product)
        torch.nn.utils.clip_grad_norm_(P.values(), 1.0)
        optimiser.step()
    return time.perf_counter() - start


backward(B, False)
with open(os.path.join(folder, "gradient.bin"), "wb") as file:
    for parameter in P.values():
        file.write(parameter.grad.contiguous().numpy().tobytes())

# The rival is the fastest of its own ways.
ways = [(part, product) for part in sorted({B, B // 4, B // 8, B // 16} - {0}) for product in (False, True)]
for way in ways:
    steps(1, *way)
best = min(ways, key=lambda way: min(steps(2, *way) for _ in range(2)))
print("ready torch %s, parts of %d, %s" % (torch.__version__, best[0], "products" if best[1] else "convolutions"), flush=True)
for line in sys.stdin:
    print(steps(int(line), *best), flush=True)
