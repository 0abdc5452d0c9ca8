"""The chain of a completed training, measured against what it is compared with."""

import warnings

# nameko's client brings eventlet, which announces its end at every import.
warnings.filterwarnings("ignore", message="\nEventlet is deprecated")
