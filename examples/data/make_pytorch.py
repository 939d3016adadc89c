#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the espalier authors
"""Trains a small net on the digits 0 to 4 with PyTorch, saves its state_dict as pytorch.npz, then
fine-tunes the head on 64 digits of all kinds and saves that as pytorch_finetuned.npz."""
import collections
import pathlib

import numpy
import torch

here = pathlib.Path(__file__).parent
torch.manual_seed(3)
torch.set_num_threads(1)
images = torch.from_numpy(numpy.load(here / "digits_images.npy")) / 16
labels = torch.from_numpy(numpy.load(here / "digits_labels.npy")).long()
net = torch.nn.Sequential(collections.OrderedDict(
    fc1=torch.nn.Linear(64, 16), relu=torch.nn.ReLU(), fc2=torch.nn.Linear(16, 10)))


def save(name):
    # a compressed archive would be refused: savez, not savez_compressed
    numpy.savez(here / name, **{key: value.numpy() for key, value in net.state_dict().items()})


def train(parameters, x, y, steps, lr):
    optimizer = torch.optim.SGD(parameters, lr=lr, momentum=0.9)
    for _ in range(steps):
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(net(x), y)
        loss.backward()
        optimizer.step()
    return loss.item()


few = labels < 5
print("0-4:", train(net.parameters(), images[few], labels[few], 60, 0.5))
save("pytorch.npz")
print("head:", train(net.fc2.parameters(), images[:64], labels[:64], 40, 0.1))
save("pytorch_finetuned.npz")
