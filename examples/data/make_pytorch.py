#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the espalier authors
"""From PyTorch and back, the Python side of 11_from_pytorch.cpp.

make_pytorch.py                 trains a small net on the digits 0 to 4 and saves its state_dict as
                                pytorch.npz; fine-tunes the head on 64 digits of all kinds, saves that as
                                pytorch_finetuned.npz, and the loss and the bias of the head at each step
                                as pytorch_steps.npy
make_pytorch.py FINETUNED.npz   loads what the C++ program saved, and compares it with fine-tuning here:
                                weights, velocities and the logits of all digits; 77 without PyTorch
"""
import argparse
import collections
import pathlib
import sys

try:
    import numpy
    import torch
except ImportError:
    print("PyTorch is not installed (python3-torch): skipped")
    sys.exit(77)

here = pathlib.Path(__file__).parent
torch.manual_seed(3)
torch.set_num_threads(1)
images = torch.from_numpy(numpy.load(here / "digits_images.npy")) / 16
labels = torch.from_numpy(numpy.load(here / "digits_labels.npy")).long()


def make_net():
    return torch.nn.Sequential(collections.OrderedDict(
        fc1=torch.nn.Linear(64, 16), relu=torch.nn.ReLU(), fc2=torch.nn.Linear(16, 10)))


def save(net, name):
    # a compressed archive would be refused: savez, not savez_compressed
    numpy.savez(here / name, **{key: value.numpy() for key, value in net.state_dict().items()})


def load(net, path):
    """The state_dict of a file, and what the optimizer kept (`fc2.weight@momentum_buffer`)."""
    arrays = {key: torch.from_numpy(value) for key, value in numpy.load(path).items()}
    net.load_state_dict({key: value for key, value in arrays.items() if "@" not in key})
    return {key: value for key, value in arrays.items() if "@" in key}


def train(net, parameters, x, y, steps, lr):
    optimizer = torch.optim.SGD(parameters, lr=lr, momentum=0.9)
    course = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(net(x), y)
        loss.backward()
        optimizer.step()
        course.append([loss.item(), *net.fc2.bias.tolist()])
    return optimizer, numpy.array(course, numpy.float32)


def fine_tune(net):
    return train(net, net.fc2.parameters(), images[:64], labels[:64], 40, 0.1)


def make():
    net = make_net()
    few = labels < 5
    _, course = train(net, net.parameters(), images[few], labels[few], 60, 0.5)
    print("0-4:", course[-1, 0])
    save(net, "pytorch.npz")
    _, course = fine_tune(net)
    print("head:", course[-1, 0])
    save(net, "pytorch_finetuned.npz")
    numpy.save(here / "pytorch_steps.npy", course)
    return 0


def compare(path):
    theirs, ours = make_net(), make_net()
    kept = load(theirs, path)
    load(ours, here / "pytorch.npz")
    optimizer, _ = fine_tune(ours)
    pairs = {key: (value, ours.state_dict()[key]) for key, value in theirs.state_dict().items()}
    for name, parameter in ours.fc2.named_parameters():
        pairs[f"velocity of fc2.{name}"] = (kept.pop(f"fc2.{name}@momentum_buffer"),
                                            optimizer.state[parameter]["momentum_buffer"])
    with torch.no_grad():
        pairs["logits of all digits"] = (theirs(images), ours(images))
    for name, (a, b) in pairs.items():
        difference = (a - b).abs().max().item()
        print(f"{name}: largest difference {difference:.2g}")
        if not difference <= (0 if name.startswith("fc1") else 1e-4):
            print("that is too much")
            return 1
    if kept:
        print("entries that nobody expects:", ", ".join(kept))
    return 1 if kept else 0


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("finetuned", nargs="?", metavar="FINETUNED.npz")
arguments = parser.parse_args()
sys.exit(compare(arguments.finetuned) if arguments.finetuned else make())
