"""Flow-match Euler sampling, with the timesteps that FlowMatchEulerDiscreteScheduler uses."""

import numpy as np

TRAIN_STEPS = 1000


def sigmas(steps: int, shift: float) -> np.ndarray:
    """Noise levels from 1 to 0, steps + 1 of them.

    As in the diffusers scheduler: the trained range is itself shifted, walked linearly, and shifted once more.
    """

    def bend(sigma):
        return shift * sigma / (1 + (shift - 1) * sigma)

    lowest = bend(1 / TRAIN_STEPS)
    levels = bend(np.linspace(1.0, lowest, steps))
    return np.append(levels, 0.0).astype(np.float32)


def euler(velocity, noise, levels):
    """Walks `noise` along `levels`; `velocity(x, timestep)` takes the timestep in 0..1000."""
    x = noise
    for now, after in zip(levels[:-1], levels[1:]):
        x = x + float(after - now) * velocity(x, float(now) * TRAIN_STEPS)
    return x
