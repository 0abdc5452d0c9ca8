"""The chain of a completed training, measured against what it is compared with."""

import warnings

# nameko's client brings eventlet, which announces its end at every import.
warnings.filterwarnings("ignore", message="\nEventlet is deprecated")

import warnings

# Said on every import of nameko; all three stand on it, and the table should be what is read.
warnings.filterwarnings("ignore", message="(?s).*[Ee]ventlet is deprecated")
